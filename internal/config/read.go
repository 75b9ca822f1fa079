package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"github.com/relance-bot/relance/internal/strictyaml"
)

// Environment is where ${NAME} and *_file are looked up.
type Environment struct {
	Getenv   func(string) string
	ReadFile func(string) ([]byte, error)
}

// OS is the process's environment.
func OS() Environment { return Environment{Getenv: os.Getenv, ReadFile: os.ReadFile} }

// Load reads a file; paths in it are relative to its folder.
func Load(path string) (*Config, error) {
	text, err := os.ReadFile(path) //nolint:gosec // the operator's own file
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("there is no configuration %s: `relance init` writes one, and --config names another: %w", path, err)
	case err != nil:
		return nil, fmt.Errorf("read the configuration: %w", err)
	}
	env := OS()
	read := env.ReadFile
	env.ReadFile = func(name string) ([]byte, error) { return read(beside(path, name)) }
	c, err := Parse(text, env)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if c.Google.CredentialsFile != "" {
		c.Google.CredentialsFile = beside(path, c.Google.CredentialsFile)
	}
	if c.Mail.CAFile != "" {
		c.Mail.CAFile = beside(path, c.Mail.CAFile)
	}
	if c.Rates != "" {
		c.Rates = beside(path, c.Rates)
	}
	for i := range c.Books {
		if c.Books[i].Policy != "" {
			c.Books[i].Policy = beside(path, c.Books[i].Policy)
		}
	}
	return c, nil
}

// explain tells what the decoder found, without the source: the lines around
// may hold a secret.
func explain(err error) string {
	text := yaml.FormatError(err, false, false)
	if strings.Contains(text, "time.Duration") {
		text += "; expected a time with its unit, such as 15s or 5m"
	}
	return text
}

func beside(file, name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(filepath.Dir(file), name)
}

// Parse reads the text of a configuration. The error, if any, has a line for
// each problem: where it is, what it says, what is expected.
func Parse(text []byte, env Environment) (*Config, error) {
	file, err := parser.ParseBytes(text, 0)
	if err != nil {
		return nil, fmt.Errorf("not YAML: %s", explain(err))
	}
	var c Config
	if err := yaml.Unmarshal(text, &c); err != nil {
		return nil, errors.New(explain(err))
	}
	p := problems{file: file}
	p.unknown()
	c.Slack.forgetUnused()
	expand(reflect.ValueOf(&c).Elem(), "$", env, &p)
	c.readSecrets(env, &p)
	c.setDefaults()
	c.check(&p)
	if len(p.found) > 0 {
		return nil, p
	}
	return &c, nil
}

// forgetUnused drops the secrets that only the other mode reads, so that one
// file serves both and the environment need not hold what nobody uses.
func (s *Slack) forgetUnused() {
	switch s.Mode {
	case "", "socket":
		s.SigningSecret, s.SigningSecretFile, s.PreviousSigningSecret = "", "", ""
	case "http":
		s.AppToken, s.AppTokenFile = "", ""
	}
}

// problems are what is wrong with a configuration, each with its line.
type problems struct {
	file  *ast.File
	found []string
}

func (p problems) Error() string { return strings.Join(p.found, "\n") }

// unknown notes each key that nothing reads.
func (p *problems) unknown() {
	for _, key := range strictyaml.UnknownKeys(p.file, reflect.TypeFor[Config]()) {
		said := fmt.Sprintf("line %d: %s: there is no such key", key.Line, key.Path)
		if key.Meant != "" {
			said += "; did you mean " + key.Meant + "?"
		}
		p.found = append(p.found, said)
	}
}

// add notes what is wrong with the value at a YAML path such as
// $.books[0].level.
func (p *problems) add(path, format string, args ...any) {
	where := ""
	// A missing key has no line of its own: its nearest parent has.
	for at := path; at != "" && at != "$" && where == ""; at = at[:max(strings.LastIndexAny(at, ".["), 0)] {
		if yp, err := yaml.PathString(at); err == nil {
			if node, err := yp.FilterFile(p.file); err == nil && node != nil {
				where = fmt.Sprintf("line %d: ", node.GetToken().Position.Line)
			}
		}
	}
	p.found = append(p.found, where+strings.TrimPrefix(path, "$.")+": "+fmt.Sprintf(format, args...))
}

var variable = regexp.MustCompile(`\$\{([A-Za-z_][A-Za-z0-9_]*)\}`)

// expand puts environment variables into every text of v. It works on decoded
// values, so that a variable's content can never add keys.
func expand(v reflect.Value, path string, env Environment, p *problems) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(variable.ReplaceAllStringFunc(v.String(), func(ref string) string {
			name := variable.FindStringSubmatch(ref)[1]
			value := env.Getenv(name)
			if value == "" {
				p.add(path, "the environment variable %s is not set", name)
			}
			return value
		}))
	case reflect.Struct:
		for i := range v.NumField() {
			name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("yaml"), ",")
			expand(v.Field(i), path+"."+name, env, p)
		}
	case reflect.Slice:
		for i := range v.Len() {
			expand(v.Index(i), fmt.Sprintf("%s[%d]", path, i), env, p)
		}
	}
}

// readSecrets fills each secret from the file that its sibling names.
func (c *Config) readSecrets(env Environment, p *problems) {
	for _, s := range []struct {
		path  string
		value *string
		file  string
	}{
		{"$.slack.bot_token", &c.Slack.BotToken, c.Slack.BotTokenFile},
		{"$.slack.app_token", &c.Slack.AppToken, c.Slack.AppTokenFile},
		{"$.slack.signing_secret", &c.Slack.SigningSecret, c.Slack.SigningSecretFile},
		{"$.http.sheet_hook_secret", &c.HTTP.SheetHookSecret, c.HTTP.SheetHookSecretFile},
		{"$.mail.password", &c.Mail.Password, c.Mail.PasswordFile},
		{"$.deliveries.hash_key", &c.Deliveries.HashKey, c.Deliveries.HashKeyFile},
	} {
		if s.file == "" {
			continue
		}
		if *s.value != "" {
			p.add(s.path, "is given twice, here and by %s_file; keep one", lastName(s.path))
			continue
		}
		b, err := env.ReadFile(s.file)
		if err != nil {
			p.add(s.path+"_file", "%v", err)
			continue
		}
		*s.value = strings.TrimSpace(string(b))
	}
}

func lastName(path string) string { return path[strings.LastIndex(path, ".")+1:] }

func oneOf(p *problems, path, value string, allowed ...string) {
	if !slices.Contains(allowed, value) {
		p.add(path, "is %q; expected %s", value, strings.Join(allowed, ", "))
	}
}
