package scenario

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// script is one story: its rule, what it covers, and its lines.
type script struct {
	name   string
	rule   string
	covers []string
	lines  []line
	policy string
}

// line is one sentence of a script.
type line struct {
	number int
	text   string
	words  []word
}

// word is one word of a sentence; a colon or comma at its end is a word of its
// own, a quoted text is one word.
type word struct {
	text   string
	quoted bool
}

// readScripts reads every script of testdata.
func readScripts(t *testing.T) []script {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	var list []script
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		s, err := readScript(strings.TrimSuffix(filepath.Base(file), ".txtar"), text)
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		list = append(list, s)
	}
	return list
}

func readScript(name string, text []byte) (script, error) {
	archive := txtar.Parse(text)
	s := script{name: name}
	for _, f := range archive.Files {
		if f.Name != "policy.yaml" {
			return s, fmt.Errorf("a script carries a policy.yaml, not %s", f.Name)
		}
		s.policy = string(f.Data)
	}
	for i, raw := range strings.Split(string(archive.Comment), "\n") {
		text := strings.TrimSpace(raw)
		if comment, ok := strings.CutPrefix(text, "#"); ok || text == "" {
			if i == 0 {
				s.rule = strings.TrimSpace(comment)
			}
			continue
		}
		l := line{number: i + 1, text: text, words: splitWords(text)}
		if l.words[0].text == "covers" {
			for _, w := range l.words[1:] {
				s.covers = append(s.covers, w.text)
			}
			continue
		}
		s.lines = append(s.lines, l)
	}
	if s.rule == "" {
		return s, fmt.Errorf("its first line is not its rule")
	}
	return s, nil
}

// splitWords parts a sentence. A comment begins with # after a space.
func splitWords(text string) []word {
	var list []word
	for text = strings.TrimSpace(text); text != ""; text = strings.TrimSpace(text) {
		if text[0] == '"' {
			inside, rest, _ := strings.Cut(text[1:], `"`)
			list, text = append(list, word{inside, true}), rest
			continue
		}
		end := strings.IndexAny(text, " \t")
		if end < 0 {
			end = len(text)
		}
		w := text[:end]
		text = text[end:]
		if w == "#" {
			break
		}
		mark := ""
		if n := len(w) - 1; n >= 0 && (w[n] == ':' || w[n] == ',') {
			w, mark = w[:n], w[n:]
		}
		if w != "" {
			list = append(list, word{text: w})
		}
		if mark != "" {
			list = append(list, word{text: mark})
		}
	}
	return list
}

// is tells whether the words begin with these; case matters not.
func is(words []word, want ...string) bool {
	if len(words) < len(want) {
		return false
	}
	for i, w := range want {
		if words[i].quoted || !strings.EqualFold(words[i].text, w) {
			return false
		}
	}
	return true
}

// cutAt parts words at the first mark or word; found tells whether it is there.
func cutAt(words []word, mark string) (before, after []word, found bool) {
	for i, w := range words {
		if !w.quoted && w.text == mark {
			return words[:i], words[i+1:], true
		}
	}
	return words, nil, false
}

// parts are the lists between commas.
func parts(words []word) [][]word {
	var list [][]word
	for {
		before, after, more := cutAt(words, ",")
		if len(before) > 0 {
			list = append(list, before)
		}
		if !more {
			return list
		}
		words = after
	}
}

// textOf joins words again.
func textOf(words []word) string {
	list := make([]string, len(words))
	for i, w := range words {
		list[i] = w.text
	}
	return strings.Join(list, " ")
}
