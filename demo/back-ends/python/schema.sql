-- Times are seconds of the server's clock. All that is over is deleted by the next change of the account.

PRAGMA journal_mode = WAL;

CREATE TABLE IF NOT EXISTS accounts (
  id         TEXT PRIMARY KEY,
  email      TEXT UNIQUE NOT NULL,
  salt       BLOB NOT NULL,
  password   BLOB NOT NULL,              -- scrypt
  secret     BLOB,                       -- sealed; NULL: two-factor authentication is off
  enabled_at REAL,
  code_set   TEXT,                       -- the backup codes in use
  spent_step INTEGER NOT NULL DEFAULT 0, -- the last time step whose code was accepted
  failures   INTEGER NOT NULL DEFAULT 0, -- in a row
  wait_ends  REAL NOT NULL DEFAULT 0,
  blocked    INTEGER NOT NULL DEFAULT 0  -- after too many failures in a row
);

CREATE TABLE IF NOT EXISTS sessions (
  token      BLOB PRIMARY KEY,           -- a hash of the cookie
  account    TEXT NOT NULL,
  half       INTEGER NOT NULL,           -- only the first factor has passed
  ends       REAL NOT NULL,              -- of a half signed-in session: when its challenge ends
  proof_ends REAL NOT NULL
);

-- At most one set-up and one new set of backup codes for each account.
CREATE TABLE IF NOT EXISTS pending (
  account  TEXT,
  kind     TEXT,                         -- setup or codes
  code_set TEXT NOT NULL,                -- the id that the page repeats, and the set of its backup codes
  secret   BLOB,
  ends     REAL NOT NULL,
  PRIMARY KEY (account, kind)
);

CREATE TABLE IF NOT EXISTS backup_codes (
  account  TEXT,
  code_set TEXT,
  hash     BLOB,
  used     INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (account, code_set, hash)
);

-- The failures of the last 30 days. No right answer takes one away.
CREATE TABLE IF NOT EXISTS failures (account TEXT NOT NULL, at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS failures_of_account ON failures (account, at);

-- By how much a test has moved the clock: each row is one move, and all instances share them.
CREATE TABLE IF NOT EXISTS test_clock (ahead REAL NOT NULL);
