package reminders

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
)

// PolicyError says what is wrong in a policy, where, and what is expected.
type PolicyError struct {
	Line    int    // of the file, or row of the tab; 0: of the whole
	Message string // in English
	French  string // the same; what YAML itself refuses is in English only
}

func (e *PolicyError) Error() string {
	if e.Line == 0 {
		return "policy: " + e.Message
	}
	return fmt.Sprintf("policy, line %d: %s", e.Line, e.Message)
}

// Text is the message in a language ("fr", else English).
func (e *PolicyError) Text(language string) string {
	if language == "fr" && e.French != "" {
		return e.French
	}
	return e.Message
}

// PolicyErrors are all things wrong that an error of ReadPolicy tells of, by
// line; an error that is none is its own only one.
func PolicyErrors(err error) []*PolicyError {
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		var list []*PolicyError
		for _, e := range many.Unwrap() {
			list = append(list, PolicyErrors(e)...)
		}
		return list
	}
	if e, ok := errors.AsType[*PolicyError](err); ok {
		return []*PolicyError{e}
	}
	if err == nil {
		return nil
	}
	return []*PolicyError{{Message: err.Error()}}
}

// problems are what is wrong so far.
type problems struct {
	tree *ast.File // of the file; nil: positions are given as rows
	list []*PolicyError
}

// bilingual is a message in both languages, with the same arguments in the same
// order.
type bilingual struct{ en, fr string }

// at notes what is wrong at a path of the file.
func (p *problems) at(path string, m bilingual, args ...any) {
	p.row(p.line(path), m, args...)
}

// row notes what is wrong in a line of the file or a row of the tab.
func (p *problems) row(line int, m bilingual, args ...any) {
	p.list = append(p.list, &PolicyError{Line: line, Message: fmt.Sprintf(m.en, args...), French: fmt.Sprintf(french.Replace(m.fr), args...)})
}

// line is where a path stands, or the nearest of what is above it.
func (p *problems) line(path string) int {
	if p.tree == nil {
		return 0
	}
	at, err := yaml.PathString("$." + path)
	if err != nil {
		return 0
	}
	node, err := at.FilterFile(p.tree)
	if err != nil || node == nil || node.GetToken() == nil {
		return 0
	}
	return node.GetToken().Position.Line
}

// err is all of it, by line; nil if nothing is wrong.
func (p *problems) err() error {
	slices.SortStableFunc(p.list, func(a, b *PolicyError) int { return cmp.Compare(a.Line, b.Line) })
	var all []error
	for _, e := range p.list {
		all = append(all, e)
	}
	if len(all) == 1 {
		return all[0]
	}
	return errors.Join(all...)
}
