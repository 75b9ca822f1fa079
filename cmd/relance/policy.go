package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/relance-bot/relance/internal/app"
	"github.com/relance-bot/relance/internal/config"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
)

// policyCmd is about the rules of chasing.
type policyCmd struct {
	Check   policyCheckCmd   `cmd:"" help:"Check a policy file, and say everything that is wrong in it."`
	Explain policyExplainCmd `cmd:"" help:"Say a policy in words; or which ladder an invoice or a customer is on, and why."`
}

// policyCheckCmd reads a policy file as the service would.
type policyCheckCmd struct {
	File     string `arg:"" help:"Policy file." type:"existingfile"`
	Language string `enum:"en,fr" default:"en" help:"Language of what is printed: en or fr."`
}

func (p policyCheckCmd) Run(c *console) error {
	text, err := os.ReadFile(p.File)
	if err != nil {
		return err
	}
	policy, err := reminders.ReadPolicy(text)
	if err != nil {
		for _, e := range reminders.PolicyErrors(err) {
			_, _ = fmt.Fprintf(c.stderr, "%s:%d: %s\n", p.File, e.Line, e.Text(p.Language))
		}
		return &exitCodeError{exitError}
	}
	fine := "%s: fine (%d ladders, %d rules)\n"
	if p.Language == "fr" {
		fine = "%s : correct (%d scénarios, %d règles)\n"
	}
	_, err = fmt.Fprintf(c.stdout, fine, p.File, len(policy.Ladders), len(policy.Rules))
	return err
}

// policyExplainCmd words the policy that holds, or that of a file.
type policyExplainCmd struct {
	File     string `arg:"" optional:"" help:"Policy file; without one, that of the configuration, or the default policy." type:"existingfile"`
	Config   string `help:"Configuration file." placeholder:"relance.yaml" type:"path"`
	Book     string `help:"Only this book; all of them by default." placeholder:"NAME"`
	Invoice  string `help:"Which ladder this invoice is on, and why; reads the sheet of --config." placeholder:"NUMBER"`
	Customer string `help:"Which ladder this customer is on, and why; reads the sheet of --config." placeholder:"NAME"`
	Language string `enum:"en,fr," default:"" help:"Language of what is printed: en or fr; by default the configuration's."`
	Log      string `enum:"text,json" default:"text" help:"Format of the log on standard error: text or json."`
}

func (policyExplainCmd) Help() string {
	return `Examples:
  relance policy explain
  relance policy explain policy.yaml --language fr
  relance policy explain --config relance.yaml
  relance policy explain --config relance.yaml --invoice INV-1042`
}

// Validate wants a book for questions about one.
func (p policyExplainCmd) Validate() error {
	switch {
	case p.Config == "" && (p.Invoice != "" || p.Customer != "" || p.Book != ""):
		return errors.New("say --config relance.yaml too: whose ladder it is stands in the sheet")
	case p.Config != "" && p.File != "":
		return errors.New("say a policy file or --config, not both")
	}
	return nil
}

func (p policyExplainCmd) Run(c *console) error {
	if p.Config == "" {
		policy, err := app.ReadPolicy(p.File)
		if err != nil {
			return err
		}
		return p.print(c, policy.Explain(p.Language)...)
	}
	cfg, err := config.Load(p.Config)
	if err != nil {
		return err
	}
	if p.Language == "" {
		p.Language = cfg.Language
	}
	looks, err := app.LookAt(c.ctx, app.Options{Config: cfg, Log: newLog(c, p.Log), Now: c.now}, p.Book)
	if err != nil {
		return err
	}
	found := false
	for _, look := range looks {
		if look.Err != nil {
			return fmt.Errorf("book %s: %w", look.Book, look.Err)
		}
		lines := p.lines(look)
		found = found || len(lines) > 0
		if err := p.print(c, lines...); err != nil {
			return err
		}
	}
	if !found {
		return fmt.Errorf("nothing in the sheet is called %s%s", p.Invoice, p.Customer)
	}
	return nil
}

// lines answers from one book; none where it doesn't know what was asked.
func (p policyExplainCmd) lines(look app.Look) []string {
	head := look.Book + ": "
	switch {
	case p.Invoice != "":
		inv, ok := look.Ledger.Invoice(ledger.KeyOf(p.Invoice))
		if !ok {
			return nil
		}
		a := look.Policy.Assign(inv, look.Ledger.Account(inv.CustomerKey))
		return append([]string{head + inv.Number + ", " + inv.Customer, a.Explain(look.Policy, p.Language)}, a.Ladder.Explain(p.Language)...)
	case p.Customer != "":
		k := look.Ledger.CustomerKey(ledger.KeyOf(p.Customer))
		account := look.Ledger.Account(k)
		if account.Name == "" && len(look.Ledger.CustomerInvoices(k)) == 0 {
			return nil
		}
		lines := []string{head + look.Ledger.CustomerName(k), look.Policy.ExplainMode(account, p.Language)}
		said := map[string]bool{}
		for _, inv := range look.Ledger.CustomerInvoices(k) {
			if !inv.Open().IsPositive() {
				continue
			}
			a := look.Policy.Assign(inv, account)
			lines = append(lines, inv.Number+": "+a.Explain(look.Policy, p.Language))
			said[a.Ladder.Name] = true
		}
		if len(said) == 0 {
			a := look.Policy.Assign(&ledger.Invoice{CustomerKey: k}, account)
			lines = append(lines, a.Explain(look.Policy, p.Language))
		}
		return lines
	}
	return append([]string{head}, look.Policy.Explain(p.Language)...)
}

func (policyExplainCmd) print(c *console, lines ...string) error {
	for _, l := range lines {
		if _, err := fmt.Fprintln(c.stdout, l); err != nil {
			return err
		}
	}
	return nil
}
