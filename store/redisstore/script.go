package redisstore

import (
	"embed"

	"github.com/redis/go-redis/v9"
)

//go:embed script/*.lua
var scripts embed.FS

// Every script begins with the prelude.
var (
	scriptLook      = load("look")
	scriptCommit    = load("commit")
	scriptErase     = load("erase")
	scriptAcquire   = load("acquire")
	scriptRelease   = load("release_lease")
	scriptFreeze    = load("freeze")
	scriptClaim     = load("claim")
	scriptSweep     = load("sweep")
	scriptBegin     = load("begin")
	scriptSent      = load("sent")
	scriptRefused   = load("refused")
	scriptDoubt     = load("doubt")
	scriptAbsent    = load("absent")
	scriptLetGo     = load("release")
	scriptDeath     = load("death")
	scriptPark      = load("park")
	scriptResolve   = load("resolve")
	scriptDrop      = load("drop")
	scriptMark      = load("mark")
	scriptBury      = load("bury")
	scriptStanding  = load("standing")
	scriptReconcile = load("reconcile")
	scriptConfirm   = load("confirm")
)

func load(name string) *redis.Script { return redis.NewScript(file("prelude") + file(name)) }

func file(name string) string {
	b, err := scripts.ReadFile("script/" + name + ".lua")
	if err != nil {
		panic(err) // embedded at build time
	}
	return string(b)
}
