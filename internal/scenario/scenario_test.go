package scenario

import (
	"testing"
	"testing/synctest"
)

// TestScenarios runs every script. One alone: -run TestScenarios/promise_grace.
func TestScenarios(t *testing.T) {
	for i, s := range readScripts(t) {
		if i%oneIn != 0 {
			continue
		}
		t.Run(s.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				newHouse(t, s).run()
			})
		})
	}
}
