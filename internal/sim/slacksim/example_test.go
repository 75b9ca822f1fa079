package slacksim_test

import (
	"context"
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/internal/sim/slacksim"
)

// An app posts a message with a button; what a person sees follows.
func Example() {
	sim := slacksim.New(slacksim.Options{Now: func() time.Time { return time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC) }})
	defer sim.Close()
	ann := sim.AddUser(slacksim.User{Name: "ann", RealName: "Ann Lee"})

	// With Socket Mode, add socketmode.OptionDialer(sim.Dialer()).
	api := slack.New(sim.Options().BotToken, slack.OptionHTTPClient(sim.Client()), slack.OptionAPIURL(sim.APIURL()))
	channel, ts, err := api.PostMessageContext(context.Background(), ann, slack.MsgOptionText("INV-1 is late", false))
	if err != nil {
		panic(err)
	}
	fmt.Println(channel == sim.DM(ann), ts)
	fmt.Println(sim.State(ann).Channels[0].Messages[0].Text)
	// Output:
	// true 1795165200.000000
	// INV-1 is late
}
