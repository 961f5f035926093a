-- Times are seconds of the server's clock. What is over is deleted before the next call: see TwoFactor.call.

PRAGMA journal_mode = WAL;
PRAGMA foreign_keys = ON;

CREATE TABLE IF NOT EXISTS accounts (
  id         TEXT PRIMARY KEY,
  email      TEXT UNIQUE NOT NULL,
  salt       BLOB NOT NULL,
  password   BLOB NOT NULL,              -- scrypt
  secret     BLOB,                       -- sealed; NULL: two-factor authentication is off
  enabled_at REAL,
  spent_step INTEGER NOT NULL DEFAULT 0, -- the last time step whose code was accepted
  failures   INTEGER NOT NULL DEFAULT 0, -- in a row
  wait_ends  REAL NOT NULL DEFAULT 0,
  blocked    INTEGER NOT NULL DEFAULT 0  -- after too many failures in a row
);

CREATE TABLE IF NOT EXISTS sessions (
  token      BLOB PRIMARY KEY,           -- a hash of the cookie
  account    TEXT NOT NULL REFERENCES accounts,
  half       INTEGER NOT NULL,           -- only the first factor has passed
  ends       REAL NOT NULL,              -- of a half signed-in session: when its challenge ends
  proof_ends REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS sessions_by_account ON sessions (account);
CREATE INDEX IF NOT EXISTS sessions_by_end ON sessions (ends);

-- An account has at most one set of each kind: the kept one, the one of a pending set-up, and a pending new one.
CREATE TABLE IF NOT EXISTS code_sets (
  id      TEXT PRIMARY KEY,              -- while it is pending, the page repeats it
  account TEXT NOT NULL REFERENCES accounts,
  kind    TEXT NOT NULL CHECK (kind IN ('kept', 'setup', 'codes')),
  secret  BLOB,                          -- of a pending set-up, sealed
  ends    REAL,                          -- NULL: never
  UNIQUE (account, kind)
);
CREATE INDEX IF NOT EXISTS code_sets_by_end ON code_sets (ends);

CREATE TABLE IF NOT EXISTS backup_codes (
  code_set TEXT REFERENCES code_sets ON DELETE CASCADE,
  hash     BLOB,
  used     INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (code_set, hash)
);

-- A session with its account, and with the backup codes in use.
CREATE VIEW IF NOT EXISTS callers AS
  SELECT sessions.*, accounts.*, code_sets.id AS kept_set
  FROM sessions JOIN accounts ON accounts.id = sessions.account
  LEFT JOIN code_sets ON code_sets.account = accounts.id AND kind = 'kept';

CREATE VIEW IF NOT EXISTS counts AS
  SELECT account, count(*) AS total, sum(used = 0) AS remaining
  FROM code_sets JOIN backup_codes ON code_set = id WHERE kind = 'kept' GROUP BY account;

-- The failures of the last 30 days. No right answer takes one away.
CREATE TABLE IF NOT EXISTS failures (account TEXT NOT NULL REFERENCES accounts, ends REAL NOT NULL);
CREATE INDEX IF NOT EXISTS failures_by_account ON failures (account);
CREATE INDEX IF NOT EXISTS failures_by_end ON failures (ends);
