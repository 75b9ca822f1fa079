-- +goose Up
CREATE TABLE installation (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    id  TEXT NOT NULL
) STRICT;
INSERT INTO installation VALUES (1, lower(hex(randomblob(16))));

CREATE TABLE journal (
    book        TEXT    NOT NULL,
    seq         INTEGER NOT NULL,
    id          TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    actor       TEXT    NOT NULL,
    source      TEXT    NOT NULL,
    invoice     TEXT    NOT NULL,
    customer    TEXT    NOT NULL,
    person      TEXT    NOT NULL,
    field       TEXT    NOT NULL,
    old         TEXT    NOT NULL,
    new         TEXT    NOT NULL,
    cause       TEXT    NOT NULL,
    salt        BLOB,             -- NULL: actor, old and new were erased
    commitments BLOB    NOT NULL,
    hash        BLOB    NOT NULL,
    subject     TEXT    NOT NULL, -- what the gate looks for; follows from the rest
    bookkeeping INTEGER NOT NULL, -- 1: never refuses a delivery
    PRIMARY KEY (book, seq),
    UNIQUE (book, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX journal_subject ON journal (book, subject, seq) WHERE bookkeeping = 0;

CREATE TABLE docs (
    book TEXT NOT NULL,
    kind TEXT NOT NULL,
    key  TEXT NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (book, kind, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE tokens (
    book  TEXT NOT NULL,
    token TEXT NOT NULL,
    PRIMARY KEY (book, token)
) STRICT, WITHOUT ROWID;

CREATE TABLE leases (
    book       TEXT    PRIMARY KEY,
    holder     TEXT    NOT NULL, -- empty: released
    term       INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE reconciles (
    book   TEXT    PRIMARY KEY,
    epoch  INTEGER NOT NULL,
    open   INTEGER NOT NULL,
    reason TEXT    NOT NULL,
    since  INTEGER NOT NULL,
    server TEXT    NOT NULL -- installation.id when it was begun or confirmed
) STRICT, WITHOUT ROWID;

CREATE TABLE deliveries (
    frozen        INTEGER PRIMARY KEY AUTOINCREMENT, -- the order of age
    book          TEXT    NOT NULL,
    id            TEXT    NOT NULL,
    kind          TEXT    NOT NULL,
    destination   TEXT    NOT NULL,
    person        TEXT    NOT NULL,
    day           TEXT    NOT NULL, -- 2006-01-02 or nothing
    reminders     TEXT    NOT NULL, -- JSON
    subjects      TEXT    NOT NULL, -- JSON
    planned_seq   INTEGER NOT NULL,
    not_after     INTEGER NOT NULL,
    state         TEXT    NOT NULL,
    epoch         INTEGER NOT NULL,
    fence         INTEGER NOT NULL,
    incarnation   TEXT    NOT NULL,
    attempt       TEXT    NOT NULL,
    attempts      INTEGER NOT NULL,
    claim_expires INTEGER NOT NULL,
    deadline      INTEGER NOT NULL,
    doubt_since   INTEGER NOT NULL,
    absent_probes INTEGER NOT NULL,
    channel       TEXT    NOT NULL,
    ts            TEXT    NOT NULL,
    reason        TEXT    NOT NULL,
    marked        INTEGER NOT NULL,
    -- what was answered before, so that a call made twice is told so
    last_probe    INTEGER NOT NULL, -- when the last absent probe began
    refused_fence INTEGER NOT NULL,
    doubted_fence INTEGER NOT NULL,
    released_fence INTEGER NOT NULL,
    resolved      INTEGER NOT NULL, -- a person decided since it was parked
    UNIQUE (book, id)
) STRICT;
CREATE INDEX deliveries_state ON deliveries (book, state, frozen);
CREATE INDEX deliveries_expiry ON deliveries (book, claim_expires) WHERE state = 'claimed';
CREATE INDEX deliveries_deadline ON deliveries (book, deadline) WHERE state = 'sending';
CREATE INDEX deliveries_digest ON deliveries (book, person, day) WHERE kind = 'digest' AND state <> 'dropped';
-- It has the state too, or the planner would take the index above.
CREATE INDEX deliveries_unmarked ON deliveries (book, state, frozen) WHERE state = 'sent' AND marked = 0;

-- Apart, so that a delivery that moves doesn't rewrite it.
CREATE TABLE payloads (
    delivery INTEGER PRIMARY KEY REFERENCES deliveries (frozen),
    payload  BLOB
) STRICT;

CREATE TABLE held (
    book        TEXT NOT NULL,
    destination TEXT NOT NULL,
    reminder    TEXT NOT NULL,
    delivery    TEXT NOT NULL,
    PRIMARY KEY (book, destination, reminder)
) STRICT, WITHOUT ROWID;

CREATE TABLE stages (
    book        TEXT    NOT NULL,
    destination TEXT    NOT NULL,
    invoice     TEXT    NOT NULL,
    cycle       TEXT    NOT NULL,
    rank        INTEGER NOT NULL, -- grows as ledger.Stage.Above does
    PRIMARY KEY (book, destination, invoice, cycle)
) STRICT, WITHOUT ROWID;

CREATE TABLE condemned (
    book     TEXT    NOT NULL,
    channel  TEXT    NOT NULL,
    ts       TEXT    NOT NULL,
    delivery TEXT    NOT NULL,
    buried   INTEGER NOT NULL,
    PRIMARY KEY (book, channel, ts)
) STRICT, WITHOUT ROWID;
CREATE INDEX condemned_unburied ON condemned (book, channel, ts, delivery) WHERE buried = 0;

CREATE TABLE deaths (
    book        TEXT    NOT NULL,
    incarnation TEXT    NOT NULL,
    proof       TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    PRIMARY KEY (book, incarnation)
) STRICT, WITHOUT ROWID;
