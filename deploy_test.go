package relance_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/relance-bot/relance/internal/config"
)

func TestTheExampleConfigurationIsAccepted(t *testing.T) {
	text, err := os.ReadFile("deploy/relance.example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]string{
		"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", // what the README says to set
	}
	env := config.Environment{Getenv: func(name string) string { return values[name] }, ReadFile: os.ReadFile}
	cfg, err := config.Parse(text, env)
	if err != nil {
		t.Fatal(err)
	}
	if got := cfg.Slack.BotToken; got != values["SLACK_BOT_TOKEN"] {
		t.Errorf("the example's bot token is %q, expected the environment's", got)
	}
	if len(cfg.Books) != 1 || cfg.Books[0].Name != "main" {
		t.Errorf("the example describes the books %+v, expected one called main", cfg.Books)
	}
}

// The image has no home and may be read-only: what a run keeps on its host lies
// in the volume, also where the store is a Redis.
func TestTheImageKeepsItsLockFilesInItsVolume(t *testing.T) {
	text, err := os.ReadFile("Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	value := func(instruction string) string {
		found := regexp.MustCompile(`(?m)^` + instruction + `(.*)$`).FindSubmatch(text)
		if found == nil {
			t.Fatalf("the Dockerfile has no %s", instruction)
		}
		return strings.TrimSpace(string(found[1]))
	}
	if cache, volume := value("ENV XDG_CACHE_HOME="), value("VOLUME "); cache != volume && !strings.HasPrefix(cache, volume+"/") {
		t.Errorf("lock files lie in %s, the volume is %s", cache, volume)
	}
}
