# `make` alone lists the targets.

VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LINTER  := .cache/bin/golangci-lint
KILLS   ?= 1000
SEEDS   ?= 100000
YEARS   ?= 200

.DEFAULT_GOAL := help
.PHONY: help build demo test lint fmt bench soak mutants vuln docker

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## build bin/relance, static
	CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=$(VERSION)" -o bin/relance ./cmd/relance

demo: ## start the demo: simulated Slack and sheet, the real bot, a page at 127.0.0.1:8080
	go run ./cmd/relance demo

test: ## install what is missing, run the linters and every test under the race detector
	sh scripts/test.sh

# Rebuilt only where tools/go.mod has changed: the linter takes minutes.
$(LINTER): tools/go.mod
	@mkdir -p $(@D)
	go -C tools build -buildvcs=false -trimpath -o ../$@ github.com/golangci/golangci-lint/v2/cmd/golangci-lint
	@touch $@

lint: $(LINTER) ## run the linters alone
	$(LINTER) run ./...
	go vet ./...
	go fix -diff ./...
	go mod tidy -diff

fmt: $(LINTER) ## format everything
	$(LINTER) fmt ./...

bench: ## run the benchmarks (docs/benchmarks.md)
	@sh scripts/bench-googleapis.sh
	go test -run '^$$' -bench . ./bot ./ledger ./store/... ./sheets/... ./reminders
	go test -count=1 -v -run TestAMonthOfMessages ./internal/scenario # docs/messages.md

soak: ## SEEDS runs of the sync machine (100000), YEARS of reminders with 5,000 invoices (200), KILLS of the real binary (1000); docs/proof.md
	go test -count=1 -timeout 0 -run 'TestMachine$$' ./sheets -sheets.seeds $(SEEDS) -sheets.figures
	go test -count=1 -timeout 0 -v -run 'TestAYear$$' ./reminders -reminders.seeds $(YEARS) -reminders.invoices 5000 -reminders.figures
	RELANCE_KILLS=$(KILLS) go test -race -count=1 -timeout 0 -v -run Kill ./cmd/... ./internal/app/...

mutants: ## plant each known bug into the sync and the reminders and demand that the tests catch it
	go run ./scripts/mutants

vuln: ## look for known vulnerabilities (needs a network)
	go run golang.org/x/vuln/cmd/govulncheck@latest ./...

docker: ## build the image
	docker build --build-arg VERSION=$(VERSION) -t relance:$(VERSION) .
