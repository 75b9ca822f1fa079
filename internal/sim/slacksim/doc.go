// Package slacksim is a workspace of Slack that runs in memory: users, channels,
// messages, modals, the Home tab, Socket Mode and signed HTTP delivery, behind
// the same methods, limits and error codes as the real service. It serves
// development (a page shows what a person would see) and tests (whole months in
// a testing/synctest bubble, every fault reproducible from a seed).
//
// # Two sides
//
// The app talks to [Sim.ServeHTTP], over a socket or through [Sim.Client] and
// [Sim.Dialer], which need none. People act through [Sim.Human]: they type
// commands, press buttons, fill modals. What they see is [Sim.State].
//
//	human --command/click/submit--> Sim --envelope or signed POST--> app
//	human <-------State------------ Sim <--/api, /respond, ack------ app
//
// # Strictness
//
// A call Slack would refuse is refused here, with Slack's code. Where the real
// behaviour isn't certain there is a switch in [Options] or [Faults], and the
// product has to pass under each setting.
//
// # Time
//
// Timestamps and every age (triggers, response URLs, posting rate, late commits)
// are measured on Options.Now, which may jump. What waits (the three seconds of
// an acknowledgement, pings, retries) uses the time package's timers, so that a
// synctest bubble drives it.
package slacksim
