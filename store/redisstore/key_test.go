package redisstore

import (
	"io/fs"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestTheScriptsKnowTheKeys: the list stands in Go and in Lua.
func TestTheScriptsKnowTheKeys(t *testing.T) {
	prelude := file("prelude")
	list := prelude[strings.Index(prelude, "ipairs({"):strings.Index(prelude, "}) do")]
	var inLua []string
	for _, quoted := range regexp.MustCompile(`'([a-z]+)'`).FindAllStringSubmatch(list, -1) {
		inLua = append(inLua, quoted[1])
	}
	var inGo []string
	for _, name := range names {
		inGo = append(inGo, strings.Replace(name, "docs:intent", "intents", 1))
	}
	if diff := cmp.Diff(inGo, inLua); diff != "" {
		t.Fatal(diff)
	}
	if !strings.Contains(prelude, "local fixed = "+strconv.Itoa(len(names))+" ") {
		t.Fatal("fixed in prelude.lua isn't the number of keys")
	}
}

// TestTheScriptsNameNoKeys: every key stands in KEYS, so that a cluster can
// tell where a script runs.
func TestTheScriptsNameNoKeys(t *testing.T) {
	all, err := fs.Glob(scripts, "script/*.lua")
	if err != nil || len(all) < 20 {
		t.Fatalf("%d scripts, %v", len(all), err)
	}
	command := regexp.MustCompile(`call\('([A-Z]+)'(?:, ([^,)]+))?`)
	for _, path := range all {
		b, err := fs.ReadFile(scripts, path)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range command.FindAllStringSubmatch(string(b), -1) {
			switch name, first := found[1], found[2]; {
			case name == "TIME" || name == "INFO":
			case !strings.HasPrefix(first, "K.") && !strings.HasPrefix(first, "K[") && !strings.HasPrefix(first, "KEYS["):
				t.Errorf("%s: %s on %s", path, name, first)
			}
		}
	}
}
