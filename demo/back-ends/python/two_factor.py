"""The eleven operations of the protocol. Nothing here knows HTTP."""

import math
import secrets
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partialmethod

import codes
from problem import Problem

MINUTE, DAY = 60, 24 * 60 * 60
SESSION, CHALLENGE, PENDING, PROOF = DAY, 10 * MINUTE, 10 * MINUTE, 5 * MINUTE
FREE_FAILURES, MOST_FAILURES, LONGEST_WAIT, LONG_RUN = 5, 100, 60 * MINUTE, 30 * DAY
SKEW_STEPS = 10 * MINUTE // codes.STEP_SECONDS
END_OTHER_SESSIONS = "DELETE FROM sessions WHERE account = :id AND token <> :token"
COUNTED = ("code_invalid", "clock_out_of_sync", "request_invalid")


class TwoFactor:
    def __init__(self, store, key, issuer, clock):
        self.store, self.key, self.issuer, self.clock = store, key, issuer, clock

    def call(self, operation, token, shown_account, body):
        """Answers (status, message), and a token where the session gets a new one."""
        now, half = self.clock(), operation in ("read_challenge", "answer_challenge")
        with self.store.transaction() as db:
            for table in ("sessions", "code_sets", "failures"):
                db.execute(f"DELETE FROM {table} WHERE ends <= ?", [now])
            session = [codes.token_hash(token), half]
            caller = db.execute("SELECT * FROM callers WHERE token = ? AND half = ?", session).fetchone()
            if not caller:
                raise Problem("challenge_expired" if half else "not_signed_in")
            if shown_account not in (None, self.public_name(caller["id"])):
                raise Problem("not_signed_in")
            return getattr(Call(self, db, {**caller, "now": now}, body), operation)()

    def begin_session(self, db, account, proven=False):
        """The host calls this after a right password. With 2FA on, the session is due a challenge."""
        (secret,) = db.execute("SELECT secret FROM accounts WHERE id = ?", [account]).fetchone()
        now, token, half = self.clock(), secrets.token_urlsafe(32), bool(secret) and not proven
        ends, proof_ends = (now + CHALLENGE, 0) if half else (now + SESSION, now + PROOF)
        session = [codes.token_hash(token), account, half, ends, proof_ends]
        db.execute("INSERT INTO sessions VALUES (?, ?, ?, ?, ?)", session)
        return token, half

    def public_name(self, account):
        """What pages call the account. It tells nothing of it."""
        return codes.derive(self.key, b"name" + account.encode()).hex()


class Call:
    """One call, in one transaction."""

    def __init__(self, app, db, caller, body):
        self.app, self.db, self.caller, self.body = app, db, caller, body
        self.now, self.step = caller["now"], int(caller["now"] // codes.STEP_SECONDS)

    def run(self, sql, **values):
        """Runs SQL that may name each column of the session and of its account, such as :id."""
        return self.db.execute(sql, {**self.caller, **values})

    def status(self):
        (since,) = self.run("SELECT enabled_at FROM accounts WHERE id = :id").fetchone()
        details = {"enabledAt": iso(since), "backupCodes": self.counts()} if since else {}
        return 200, {"enabled": bool(since), "account": self.app.public_name(self.caller["id"]), **details}

    def begin_setup(self):
        self.need_proof()
        secret = secrets.token_bytes(20)
        message = self.begin("setup", codes.seal(secret, self.app.key, self.caller["id"]))
        return 201, {"keyUri": codes.key_uri(secret, self.app.issuer, self.caller["email"]), **message}

    def confirm_setup(self):
        with self.attempt():
            _, code = self.credential("code")
            pending = self.pending("setup")
            step = self.confirmed_step(codes.unseal(pending["secret"], self.app.key, self.caller["id"]), code)
        changes = "secret = :new, spent_step = :step, blocked = 0, enabled_at = coalesce(enabled_at, :now)"
        self.run(f"UPDATE accounts SET {changes} WHERE id = :id", new=pending["secret"], step=step)
        self.keep(pending["id"])
        self.drop("codes")
        self.run(END_OTHER_SESSIONS)
        return *self.status(), self.prove()

    def read_challenge(self):
        return 200, {"methods": self.methods(), "expiresAt": iso(self.caller["ends"])}

    def answer_challenge(self):
        with self.attempt():
            method = self.check_factor(*self.credential("code", "backupCode"))
        # A new token: an old one that somebody else knew is worth nothing.
        self.run("DELETE FROM sessions WHERE token = :token")
        token, _ = self.app.begin_session(self.db, self.caller["id"], proven=True)
        return 200, {"verified": True, "method": method, "backupCodes": self.counts()}, token

    def reauthenticate(self):
        with self.attempt():
            kind, text = self.credential("code", "backupCode", "password")
            if (kind == "password") == bool(self.caller["secret"]):
                raise Problem("reauthentication_required", methods=self.methods())
            if kind != "password":
                self.check_factor(kind, text)
            elif not codes.is_password(text, self.caller["salt"], self.caller["password"]):
                raise Problem("code_invalid")
        return 200, {"validUntil": iso(self.now + PROOF)}, self.prove()

    def begin_backup_codes(self):
        self.need_proof(enabled=True)
        return 201, self.begin("codes", None)

    def keep_backup_codes(self):
        self.keep(self.pending("codes")["id"])
        return self.status()

    def disable(self):
        self.need_proof(enabled=True)
        self.run("DELETE FROM code_sets WHERE account = :id")
        self.run("UPDATE accounts SET secret = NULL, enabled_at = NULL, blocked = 0 WHERE id = :id")
        self.run(END_OTHER_SESSIONS)
        return self.status()

    # Attempts

    @contextmanager
    def attempt(self):
        """Refuses while a wait lasts. A failure is counted in the same transaction: a burst gains nothing."""
        if (wait := self.caller["wait_ends"] - self.now) > 0:
            raise Problem("too_many_attempts", retryAfter=math.ceil(wait))
        try:
            yield
        except Problem as problem:
            remaining = self.count_failure() if problem.code in COUNTED else 0
            if problem.code == "code_invalid":
                problem.extra["attemptsRemaining"] = remaining
            raise
        self.run("UPDATE accounts SET failures = 0, wait_ends = 0 WHERE id = :id")

    def count_failure(self):
        """Two counts: in a row, and of 30 days. Right answers of the owner give a guesser nothing of the second."""
        self.run("INSERT INTO failures VALUES (:id, :ends_at)", ends_at=self.now + LONG_RUN)
        (recent,) = self.run("SELECT count(*) FROM failures WHERE account = :id").fetchone()
        slowed, failures = recent >= MOST_FAILURES, self.caller["failures"] + 1
        doubled = min(MINUTE * 2 ** max(failures - FREE_FAILURES, 0), LONGEST_WAIT)
        wait = DAY if slowed else doubled if failures >= FREE_FAILURES else 0
        changes = "failures = :count, wait_ends = :now + :wait, blocked = blocked OR :count >= :most"
        self.run(f"UPDATE accounts SET {changes} WHERE id = :id", count=failures, wait=wait, most=MOST_FAILURES)
        return 0 if slowed else max(FREE_FAILURES - failures, 0)

    def credential(self, *allowed):
        """The one credential of the body, as (kind, text)."""
        given = [kind for kind in ("code", "backupCode", "password") if kind in self.body]
        if len(given) != 1 or given[0] not in allowed or not isinstance(self.body[given[0]], str):
            raise Problem("request_invalid")
        return given[0], self.body[given[0]]

    def check_factor(self, kind, text):
        """Spends the code or the backup code: the condition and the change are one write."""
        if kind == "backupCode":
            spend = "UPDATE backup_codes SET used = 1 WHERE code_set = :kept_set AND hash = :hash AND used = 0"
            if not self.run(spend, hash=codes.hash_backup_code(text, self.app.key)).rowcount:
                raise Problem("code_invalid")
            return "backup_code"
        if self.caller["blocked"]:
            raise Problem("authenticator_blocked", methods=self.methods())
        # An accepted step spends each one before it, too.
        steps = range(max(self.step - 1, self.caller["spent_step"] + 1), self.step + 2)
        secret = codes.unseal(self.caller["secret"], self.app.key, self.caller["id"])
        step = codes.matching_step(secret, text, steps)
        spend = "UPDATE accounts SET spent_step = :step WHERE id = :id AND spent_step < :step"
        if step is None or not self.run(spend, step=step).rowcount:
            raise Problem("code_invalid")
        return "totp"

    def confirmed_step(self, secret, text):
        near, far = (range(self.step - reach, self.step + reach + 1) for reach in (1, SKEW_STEPS))
        if (step := codes.matching_step(secret, text, near)) is not None:
            return step
        if (step := codes.matching_step(secret, text, far)) is not None:
            raise Problem("clock_out_of_sync", skewSeconds=(step - self.step) * codes.STEP_SECONDS)
        raise Problem("code_invalid")

    # What is pending, and what is proven

    def begin(self, kind, secret):
        """Takes the place of what was pending of this kind."""
        ends, new = self.now + PENDING, secrets.token_urlsafe(12)
        self.db.execute("REPLACE INTO code_sets VALUES (?, ?, ?, ?, ?)", [new, self.caller["id"], kind, secret, ends])
        new_codes = codes.new_backup_codes()
        rows = [(new, codes.hash_backup_code(code, self.app.key)) for code in new_codes]
        self.db.executemany("INSERT INTO backup_codes (code_set, hash) VALUES (?, ?)", rows)
        return {"backupCodes": new_codes, "expiresAt": iso(ends), "id": new}

    def pending(self, kind):
        pending = self.run("SELECT * FROM code_sets WHERE account = :id AND kind = :kind", kind=kind).fetchone()
        shown = self.body.get("id")
        if not isinstance(shown, str | None):
            raise Problem("request_invalid")
        if not pending or shown not in (None, pending["id"]):
            raise Problem("setup_expired")
        return pending

    def keep(self, new):
        """Takes the place of the kept set, whose codes go with it."""
        sql = "UPDATE OR REPLACE code_sets SET kind = 'kept', secret = NULL, ends = NULL WHERE id = ?"
        self.db.execute(sql, [new])

    def drop(self, kind):
        self.run("DELETE FROM code_sets WHERE account = :id AND kind = :kind", kind=kind)
        return 204, None

    cancel_setup, drop_backup_codes = partialmethod(drop, "setup"), partialmethod(drop, "codes")

    def prove(self):
        """A new token, as after a challenge."""
        renew = "UPDATE sessions SET token = :new, proof_ends = :until WHERE token = :token"
        self.run(renew, new=codes.token_hash(token := secrets.token_urlsafe(32)), until=self.now + PROOF)
        return token

    def need_proof(self, enabled=False):
        if enabled and not self.caller["secret"]:
            raise Problem("not_enabled")
        if self.caller["proof_ends"] <= self.now:
            raise Problem("reauthentication_required", methods=self.methods())

    def methods(self):
        if not self.caller["secret"]:
            return ["password"]
        return ["backup_code"] if self.caller["blocked"] else ["totp", "backup_code"]

    def counts(self):
        return dict(self.run("SELECT total, remaining FROM counts WHERE account = :id").fetchone())


def iso(seconds):
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
