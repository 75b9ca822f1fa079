#!/bin/sh
# Installs what the tests need and is missing, runs the linters and every test
# under the race detector, and says in its last lines what ran and what could
# not. The very last line is always "N passed, N failed, N skipped".
#
#   sh scripts/test.sh              everything
#   sh scripts/test.sh ./ledger/... the linters, and the tests of these packages
#
# Exits with 0 only if nothing failed. Without redis-server that is a failure;
# without Chromium, Node.js, aiosmtpd, a C compiler or the linter it is one where
# CI is set.
set -u
cd "$(dirname "$0")/.." || exit 2
root=$(pwd)
logs=$root/.cache/test
mkdir -p "$logs" "$root/.cache/bin" || exit 2
rm -f "$logs"/*

memory=''   # directory in memory for the tests' files
failed=''   # parts that failed, a line each
missing=''  # parts that could not run, a line each
newline='
'

say()     { printf '\n== %s\n' "$*"; }
have()    { command -v "$1" >/dev/null 2>&1; }
fail()    { failed="$failed$1$newline"; }
cannot()  { missing="$missing$1$newline"; }
# Without this part the run is incomplete: acceptable at a desk, not in CI.
optional() {
  cannot "$1"
  if [ -n "${CI:-}" ]; then fail "$1"; fi
}

finish() {
  if [ -n "$memory" ]; then rm -rf "$memory"; fi
  say 'Summary'
  if [ -n "$missing" ]; then printf '%s' "$missing" | sed 's/^/could not run: /'; fi
  if [ -n "$failed" ]; then printf '%s' "$failed" | sed 's/^/failed part: /'; fi
  if [ -s "$logs/summary" ]; then cat "$logs/summary"; else echo '0 passed, 0 failed, 0 skipped'; fi
  if [ -n "$failed" ]; then exit 1; fi
  exit 0
}

# --- what the tests need ----------------------------------------------------

has_chromium() { have chromium || have chromium-browser || have google-chrome; }
# Debian's Python alone sees Debian's packages.
has_aiosmtpd() { /usr/bin/python3 -c 'import aiosmtpd' >/dev/null 2>&1; }
has_compiler() {
  have "${CC:-gcc}" &&
    printf '#include <stdlib.h>\nint main(void) { return 0; }\n' |
    "${CC:-gcc}" -x c -o /dev/null - >/dev/null 2>&1
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif ! have sudo; then echo 'neither root nor sudo' >&2; return 1
  elif [ -t 0 ]; then sudo "$@"
  else sudo -n "$@" # nobody is there to type a password
  fi
}

# Debian starts a service when it is installed, and Redis would then hold its
# default port. A policy that says no (101) for the time of the installation
# prevents it: the tests start their own servers, on ports of their own.
policy=/usr/sbin/policy-rc.d
install_packages() {
  own_policy=''
  if [ ! -e $policy ]; then
    own_policy=yes
    trap 'as_root rm -f $policy' EXIT
    trap 'exit 130' INT TERM
    # shellcheck disable=SC2016 # $1 is for the inner shell
    as_root sh -c 'printf "#!/bin/sh\nexit 101\n" >"$1" && chmod 755 "$1"' sh $policy || return 1
  fi
  as_root apt-get -q update &&
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=120 \
      install -y --no-install-recommends "$@"
  installed=$?
  if [ -n "$own_policy" ]; then
    as_root rm -f $policy
    trap - EXIT INT TERM
  fi
  return $installed
}

wanted=''
have redis-server || wanted="$wanted redis-server"
has_chromium || wanted="$wanted chromium"
have node || wanted="$wanted nodejs"
has_aiosmtpd || wanted="$wanted python3-aiosmtpd"
has_compiler || wanted="$wanted gcc libc6-dev"
if [ -n "$wanted" ]; then
  say "Installing what is missing:$wanted"
  if have apt-get; then
    # shellcheck disable=SC2086 # a list of words
    if ! install_packages $wanted >"$logs/install.log" 2>&1; then
      tail -n 15 "$logs/install.log"
      # One package that can't be had must not take the others with it.
      for package in $wanted; do
        install_packages "$package" >>"$logs/install.log" 2>&1 || echo "not installed: $package"
      done
    fi
  else
    echo 'There is no apt-get here: install these by other means.'
  fi
fi

if ! have go; then
  cannot 'everything: Go is not installed (https://go.dev/dl)'
  fail 'everything'
  finish
fi
if ! have redis-server; then
  cannot 'tests on a real Redis: redis-server could not be installed'
  fail 'tests on a real Redis'
fi
has_chromium || optional 'tests in a browser: Chromium could not be installed'
has_aiosmtpd || optional 'letters through a mail server of Debian: python3-aiosmtpd could not be installed'
have node || optional 'tests of the Apps Script: Node.js could not be installed'
race=-race
if ! has_compiler; then
  race=''
  optional 'race detector: no C compiler could be installed; the tests run without it'
fi

# --- where the tests' files are ----------------------------------------------

# SQLite waits for the disk at each commit, and a quarter of the whole system has
# hundreds of thousands: in memory the same tests take a fifth of the time. What
# they show doesn't change: a kill takes no page from the kernel.
if [ -z "${RELANCE_TEST_ON_DISK:-}" ] && [ -d /dev/shm ] && [ -w /dev/shm ] &&
  [ "$(df -Pk /dev/shm | awk 'NR == 2 { print $4 }')" -gt 2000000 ] &&
  memory=$(mktemp -d /dev/shm/relance-test.XXXXXX); then
  if printf '#!/bin/sh\n' >"$memory/run" && chmod 755 "$memory/run" && "$memory/run" 2>/dev/null; then
    export GOTMPDIR="${GOTMPDIR:-${TMPDIR:-/tmp}}" TMPDIR="$memory"
    trap 'rm -rf "$memory"' EXIT
    trap 'exit 130' INT TERM
  else # mounted noexec: tests run what they built
    rm -rf "$memory"
    memory=''
  fi
fi

# --- linters ----------------------------------------------------------------

# part NAME COMMAND... runs a check, silently if it has nothing to say.
part() {
  name=$1
  shift
  log=$logs/$(echo "$name" | tr -c 'a-z0-9\n' '-').log
  if "$@" >"$log" 2>&1; then
    echo "ok    $name"
  else
    echo "FAIL  $name"
    head -n 100 "$log"
    if [ "$(wc -l <"$log")" -gt 100 ]; then echo "... the rest is in ${log#"$root"/}"; fi
    fail "$name"
  fi
}

# aside NAME COMMAND... is part beside what follows, until a wait; what it has to
# say and whether it went well stands in a file of its own.
aside() {
  (
    failed=''
    part "$@" >"$logs/aside-$(echo "$1" | tr -c 'a-z0-9\n' '-')" 2>&1
  ) &
}

linter=$root/.cache/bin/golangci-lint
build_linter() {
  go -C tools build -buildvcs=false -trimpath -o "$linter" \
    github.com/golangci/golangci-lint/v2/cmd/golangci-lint
}

say 'Linters'
if build_linter >"$logs/linter-build.log" 2>&1; then
  part golangci-lint "$linter" run ./...
else
  tail -n 15 "$logs/linter-build.log"
  optional 'golangci-lint: it could not be built from tools/go.mod'
fi
part 'go vet' go vet ./...
part 'go fix' go fix -diff ./...
part 'go mod tidy' go mod tidy -diff
part 'go mod tidy of tools' go -C tools mod tidy -diff

# --- tests ------------------------------------------------------------------

# What lives long in a browser, or through weeks of the whole system, runs below,
# without the race detector; two weeks of it run with.
long='TestADayWithTheDemo|TestAKeptWorld|TestPeopleWhoRearrangeTheSheet|TestWhatPeopleSayEnds|TestThreeDaysAtOnce'
whole=''
if [ $# -eq 0 ]; then
  whole=yes
  set -- -skip "$long" ./...
fi
say "Tests: go test $race $*"
# -count=1: a cached result does not know what has been installed since.
# The timeout is a package's; the slowest takes a few minutes on two cores.
# shellcheck disable=SC2086 # $race may be empty
go build -buildvcs=false -o .cache/bin/testsummary ./scripts/testsummary &&
  .cache/bin/testsummary -log "$logs/tests.log" -summary "$logs/summary" -- \
    go test $race -json -count=1 -timeout 20m "$@" || fail 'tests (the whole output is in .cache/test/tests.log)'
# A few seeds of the sync's state machine ran above, under the race detector;
# it runs in one goroutine, so that the many run without.
if [ -n "$whole" ]; then
  # Each of these needs one core for minutes: they run side by side.
  # Two weeks of these ninety days ran above.
  aside 'ninety days of the whole system' \
    go test -count=1 -timeout 15m -run TestAQuarterOfTheWholeSystem ./internal/show
  # A part of the scripts ran above.
  aside 'scenarios of chasing' go test -count=1 -timeout 10m ./internal/scenario
  # Much is alive and little of it moves: collecting less often saves a fifth.
  aside 'ten years of reminders with 300 invoices each' \
    env GOGC=300 go test -count=1 -timeout 15m -run 'TestAYear$' ./reminders -reminders.seeds 10 -reminders.invoices 300
  aside 'the demo in a browser and kept between runs, and weeks of the whole system' \
    go test -count=1 -timeout 10m -run "$long" ./internal/show
  # A seed costs 80 ms of one core, a thousand eighty seconds, a fifth less than with
  # a garbage collector that comes as often as usual; a hundred sheets take 60 MB.
  aside 'sync machine: 1000 seeds of 60 steps' \
    go test -count=1 -timeout 15m -exec 'env GOGC=off GOMEMLIMIT=500MiB' -run 'TestMachine$' ./sheets -sheets.seeds 1000 -sheets.steps 60
  wait
  for ended in "$logs"/aside-*; do
    cat "$ended"
    grep -q '^ok' "$ended" || fail "$(head -n 1 "$ended" | sed 's/^FAIL *//')"
  done
fi
finish
