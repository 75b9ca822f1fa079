package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"
)

func main() {
	var o options
	flag.StringVar(&o.set, "set", "", "plant those of this set alone: "+strings.Join(setNames(), ", "))
	flag.StringVar(&o.only, "only", "", "plant those alone whose name contains this, or one of several with | between them")
	flag.BoolVar(&o.list, "list", false, "list them and plant none")
	flag.IntVar(&o.jobs, "jobs", runtime.GOMAXPROCS(0), "how many are tried at a time")
	flag.StringVar(&o.by, "by", "", "demand that these tests alone catch them: arguments of go test, such as '-run TestAYear$'")
	flag.BoolVar(&o.note, "note", false, "keep in "+caughtFile+" which test caught which")
	flag.Parse()
	if err := o.run(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// options are what is planted, and how.
type options struct {
	set, only string
	by        string
	list      bool
	jobs      int
	note      bool
}

func (o options) run(out io.Writer) error {
	root, err := moduleRoot()
	if err != nil {
		return err
	}
	begun := time.Now() //nolint:forbidigo // how long it took
	planted, caught := 0, 0
	k := readKnown(root)
	for _, set := range sets {
		if o.set != "" && o.set != set.name {
			continue
		}
		n, in := 0, 0
		for _, beds := range set.beds(o.only) {
			n += len(beds.bugs)
			if o.list {
				for _, b := range beds.bugs {
					fmt.Fprintf(out, "%-8s  %-44s %s\n", set.name, b.name, b.clause)
				}
				continue
			}
			beds.set, beds.known = set.name, k
			if o.by != "" {
				beds.suites, beds.known = [][]string{strings.Fields(o.by)}, &known{tests: map[string]string{}}
			}
			c, err := beds.try(root, o.jobs, out)
			if err != nil {
				return err
			}
			if in += c; !o.note {
				continue
			}
			if err := k.write(root); err != nil {
				return err
			}
		}
		if !o.list && n > 0 {
			fmt.Fprintf(out, "%s: %d planted, %d caught\n", set.name, n, in)
		}
		planted, caught = planted+n, caught+in
	}
	switch {
	case planted == 0:
		return fmt.Errorf("no planted bug of set %q is called %q", o.set, o.only)
	case o.list:
		fmt.Fprintf(out, "%d in all\n", planted)
		return nil
	}
	fmt.Fprintf(out, "%d planted, %d caught, in %s\n", planted, caught, time.Since(begun).Round(time.Second)) //nolint:forbidigo // how long it took
	if caught < planted {
		return fmt.Errorf("%d planted bugs were not caught", planted-caught)
	}
	return nil
}

func setNames() []string {
	list := make([]string, 0, len(sets))
	for _, s := range sets {
		list = append(list, s.name)
	}
	return list
}

// beds are the bugs of a set whose name contains one of the words, by the tests that must
// catch them.
func (s set) beds(only string) []bed {
	var list []bed
	for i, m := range s.mutants {
		if !slices.ContainsFunc(strings.Split(only, "|"), func(word string) bool { return strings.Contains(m.name, word) }) {
			continue
		}
		b := bed{pkg: s.pkg, suites: s.suites, known: &known{tests: map[string]string{}}}
		if m.pkg != "" && m.pkg != s.pkg {
			args := strings.Fields(m.pkg)
			b.pkg, b.suites = args[0], [][]string{args[1:]}
		}
		at := slices.IndexFunc(list, b.isFor)
		if at < 0 {
			at = len(list)
			list = append(list, b)
		}
		list[at].bugs = append(list[at].bugs, bug{mutant: m, id: fmt.Sprintf("%s_%d", s.name, i)})
	}
	return list
}

// try plants each bug of the bed, prints what became of it, and counts those
// that were caught.
func (b bed) try(root string, jobs int, out io.Writer) (caught int, err error) {
	dir, err := os.MkdirTemp("", "mutants")
	if err != nil {
		return 0, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	all, alone, err := b.prepare(root, dir, out)
	if err != nil {
		return 0, err
	}
	var mu sync.Mutex
	report := func(one bug, by string, err error) {
		mu.Lock()
		defer mu.Unlock()
		if err != nil {
			fmt.Fprintf(out, "SURVIVED  %-44s %v\n          %s\n", one.name, err, one.clause)
			return
		}
		caught++
		b.known.note(b.set, one, by)
		fmt.Fprintf(out, "caught    %-44s %s\n", one.name, by)
	}
	work := make(chan func())
	var done sync.WaitGroup
	for range max(jobs, 1) {
		done.Go(func() {
			for do := range work {
				do()
			}
		})
	}
	if all != nil {
		for _, one := range all.bugs {
			work <- func() { by, err := all.caught(one.id, b.known.of(b.set, one)); report(one, by, err) }
		}
	}
	for _, one := range alone {
		work <- func() { by, err := b.aloneIn(root, dir, one); report(one, by, err) }
	}
	close(work)
	done.Wait()
	return caught, nil
}

func moduleRoot() (string, error) {
	out, err := exec.CommandContext(context.Background(), "go", "env", "GOMOD").Output()
	if err != nil {
		return "", fmt.Errorf("find the module: %w", err)
	}
	return filepath.Dir(strings.TrimSpace(string(out))), nil
}
