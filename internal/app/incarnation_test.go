package app

import (
	"slices"
	"testing"
)

func TestAnIncarnationIsDeadOnlyWhenItsLockIsFree(t *testing.T) {
	dir := t.TempDir()
	first, err := beginIncarnation(dir)
	if err != nil {
		t.Fatal(err)
	}
	second, err := beginIncarnation(dir)
	if err != nil {
		t.Fatal(err)
	}
	if dead, err := second.dead(); err != nil || len(dead) != 0 {
		t.Fatalf("while the first runs: dead %v, err %v", dead, err)
	}
	if err := first.lock.Unlock(); err != nil { // as the system does when a process is killed
		t.Fatal(err)
	}
	dead, err := second.dead()
	if err != nil || !slices.Equal(dead, []string{first.id}) {
		t.Fatalf("after the first was killed: dead %v, err %v", dead, err)
	}
	if err := second.forget(first.id); err != nil {
		t.Fatal(err)
	}
	if dead, err := second.dead(); err != nil || len(dead) != 0 {
		t.Fatalf("once recorded: dead %v, err %v", dead, err)
	}
	if err := second.end(); err != nil {
		t.Fatal(err)
	}
}
