package console

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"
)

// startBot connects a tiny scripted app by Socket Mode and returns its end.
func (w *world) startBot() (stop func()) {
	o := w.slack.Options()
	api := slack.New(o.BotToken, slack.OptionAppLevelToken(o.AppToken), slack.OptionHTTPClient(w.slack.Client()), slack.OptionAPIURL(w.slack.APIURL()))
	client := socketmode.New(api, socketmode.OptionDialer(w.slack.Dialer()), socketmode.OptionLog(log.New(io.Discard, "", 0)))
	ctx, cancel := context.WithCancel(context.Background())
	hello := make(chan struct{}, 8)
	var wg sync.WaitGroup
	wg.Go(func() { _ = client.RunContext(ctx) })
	wg.Go(func() {
		for {
			select {
			case <-ctx.Done():
				return
			case e := <-client.Events:
				if e.Type == socketmode.EventTypeHello {
					hello <- struct{}{}
				}
				w.hear(api, client, e)
			}
		}
	})
	select {
	case <-hello:
	case <-time.After(10 * time.Second):
		w.t.Fatal("the bot got no hello")
	}
	return func() { cancel(); w.slack.CutConnections(); wg.Wait() }
}

func (w *world) hear(api *slack.Client, client *socketmode.Client, e socketmode.Event) {
	switch data := e.Data.(type) {
	case slack.SlashCommand:
		w.check(client.Ack(*e.Request))
		w.check(w.respond(data.ResponseURL, w.blocks("command"+data.Command[1:])))
	case slack.InteractionCallback:
		w.interact(api, client, e, data)
	case slackevents.EventsAPIEvent:
		w.check(client.Ack(*e.Request))
		if opened, ok := data.InnerEvent.Data.(*slackevents.AppHomeOpenedEvent); ok {
			w.check(w.call("views.publish", map[string]any{"user_id": opened.User, "view": json.RawMessage(w.blocks("home"))}))
		}
	}
}

func (w *world) interact(api *slack.Client, client *socketmode.Client, e socketmode.Event, in slack.InteractionCallback) {
	if in.Type == slack.InteractionTypeViewSubmission {
		amount := in.View.State.Values["amount"]["amount"].Value
		if amount == "13" {
			w.check(client.Ack(*e.Request, map[string]any{"response_action": "errors", "errors": map[string]string{"amount": "Ce montant dépasse le solde."}}))
			return
		}
		w.check(client.Ack(*e.Request))
		w.check(w.sheets.Human(w.id, "bot@example.com").Type("Factures", "G2", strings.Replace(amount, ".", ",", 1)))
		w.check(w.respond(in.View.PrivateMetadata, fmt.Appendf(nil, `{"replace_original":true,"text":"Paiement enregistré","blocks":[{"type":"section","text":{"type":"mrkdwn","text":":white_check_mark: *FA-1000* — %s € enregistrés par <@%s>"}}]}`, amount, in.User.ID)))
		return
	}
	w.check(client.Ack(*e.Request))
	if len(in.ActionCallback.BlockActions) == 0 {
		return
	}
	switch in.ActionCallback.BlockActions[0].ActionID {
	case "pay":
		view := bytes.ReplaceAll(w.blocks("modal"), []byte("RESPONSE_URL"), []byte(in.ResponseURL))
		w.check(w.call("views.open", map[string]any{"trigger_id": in.TriggerID, "view": json.RawMessage(view)}))
	case "deeper":
		w.check(w.call("views.push", map[string]any{"trigger_id": in.TriggerID, "view": json.RawMessage(w.blocks("deeper"))}))
	case "share":
		w.check(w.respond(in.ResponseURL, []byte(`{"response_type":"in_channel","replace_original":false,"text":"Partagé : *3 factures en retard*"}`)))
	}
}

// blocks reads a payload of testdata.
func (w *world) blocks(name string) []byte {
	data, err := os.ReadFile("testdata/" + name + ".json")
	w.check(err)
	return data
}

// check reports from any goroutine; the bot goes on.
func (w *world) check(err error) {
	if err != nil {
		w.t.Error(err)
	}
}

func (w *world) respond(url string, body []byte) error {
	return w.send(url, body)
}

func (w *world) post(to, payload string) error {
	var body map[string]any
	if err := json.Unmarshal([]byte(payload), &body); err != nil {
		return err
	}
	body["channel"] = to
	return w.call("chat.postMessage", body)
}

func (w *world) call(method string, body map[string]any) error {
	data, err := json.Marshal(body)
	if err != nil {
		return err
	}
	return w.send(w.slack.APIURL()+method, data)
}

func (w *world) send(url string, body []byte) error {
	r, err := http.NewRequest(http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json; charset=utf-8")
	r.Header.Set("Authorization", "Bearer "+w.slack.Options().BotToken)
	answer, err := w.slack.Client().Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	if answer.StatusCode != http.StatusOK || bytes.Contains(text, []byte(`"ok":false`)) {
		return fmt.Errorf("%s: %s %s", url, answer.Status, text)
	}
	return nil
}

func digest(day int) string {
	return fmt.Sprintf(`{"text":"Votre matin","blocks":[
		{"type":"header","text":{"type":"plain_text","text":"Bonjour Claire, %d clients à voir"}},
		{"type":"section","text":{"type":"mrkdwn","text":"*Boulangerie Martin* · 2 factures · *1 240,50 €*\nLa plus ancienne a *%d jours* de retard"},"accessory":{"type":"overflow","action_id":"more","options":[{"text":{"type":"plain_text","text":"Voir la fiche"},"value":"card"},{"text":{"type":"plain_text","text":"Mettre en pause"},"value":"pause"}]}},
		{"type":"actions","elements":[{"type":"button","action_id":"promise","text":{"type":"plain_text","text":"Promesse"}},{"type":"button","action_id":"mine","text":{"type":"plain_text","text":"Je m’en occupe"}}]}]}`, day%4+1, 30+day)
}
