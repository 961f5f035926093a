"""The eleven operations of the protocol. Nothing here knows HTTP."""

import hashlib
import math
import secrets
from contextlib import contextmanager
from datetime import UTC, datetime

import codes
from problem import Problem

MINUTE, DAY = 60, 24 * 60 * 60
SESSION, CHALLENGE, PENDING, PROOF = DAY, 10 * MINUTE, 10 * MINUTE, 5 * MINUTE
FREE_FAILURES, MOST_FAILURES, LONGEST_WAIT, LONG_RUN = 5, 100, 60 * MINUTE, 30 * DAY
SKEW_STEPS = 10 * MINUTE // codes.STEP_SECONDS
COUNTED = ("code_invalid", "clock_out_of_sync", "request_invalid")


class TwoFactor:
    def __init__(self, store, key, issuer, clock):
        self.store, self.key, self.issuer, self.clock = store, key, issuer, clock

    def call(self, operation, token, shown_account, body):
        """Answers (status, message), and a token where the session gets a new one."""
        half = operation in ("read_challenge", "answer_challenge")
        with self.store.transaction() as db:
            call = Call(self, db, self._caller(db, token, half, shown_account), body)
            answer = getattr(call, operation)()
            call.tidy()
            return answer

    def begin_session(self, db, account, proven=False):
        """The host calls this after a right password. With 2FA on, the session is due a challenge."""
        (secret,) = db.execute("SELECT secret FROM accounts WHERE id = ?", [account]).fetchone()
        now, token, half = self.clock(), secrets.token_urlsafe(32), bool(secret) and not proven
        ends, proof_ends = (now + CHALLENGE, 0) if half else (now + SESSION, now + PROOF)
        row = (token_hash(token), account, half, ends, proof_ends)
        db.execute("INSERT INTO sessions VALUES (?, ?, ?, ?, ?)", row)
        return token, half

    def end_session(self, db, token):
        db.execute("DELETE FROM sessions WHERE token = ?", [token_hash(token)])

    def public_name(self, account):
        """What pages call the account. It tells nothing of it."""
        return codes.derive(self.key, b"name" + account.encode()).hex()

    def _caller(self, db, token, half, shown_account):
        """The session with its account. A half signed-in session is one for the challenge alone."""
        now, sql = self.clock(), "SELECT * FROM sessions JOIN accounts ON id = account WHERE token = ?"
        caller = db.execute(f"{sql} AND half = ? AND ends > ?", [token_hash(token), half, now]).fetchone()
        if not caller:
            raise Problem("challenge_expired" if half else "not_signed_in")
        if shown_account not in (None, self.public_name(caller["id"])):
            raise Problem("not_signed_in")
        return {**caller, "now": now}


class Call:
    """One call, in one transaction."""

    def __init__(self, app, db, caller, body):
        self.app, self.db, self.caller, self.body = app, db, caller, body
        self.now, self.step = caller["now"], int(caller["now"] // codes.STEP_SECONDS)

    def run(self, sql, **values):
        """Runs SQL that may name each column of the session and of its account, such as :id."""
        return self.db.execute(sql, {**self.caller, **values})

    # The operations

    def status(self):
        row = self.run("SELECT * FROM accounts WHERE id = :id").fetchone()
        account = {"account": self.app.public_name(row["id"])}
        if not row["secret"]:
            return 200, {"enabled": False, **account}
        count = self.count(row["code_set"])
        return 200, {"enabled": True, "enabledAt": iso(row["enabled_at"]), "backupCodes": count, **account}

    def begin_setup(self):
        self.need_proof()
        secret = secrets.token_bytes(20)
        message = self.begin("setup", codes.seal(secret, self.app.key, self.caller["id"]))
        return 201, {"keyUri": codes.key_uri(secret, self.app.issuer, self.caller["email"]), **message}

    def confirm_setup(self):
        with self.attempt():
            _, code = self.credential("code")
            pending = self.pending("setup")
            step = self.confirmed_step(self.unseal(pending["secret"]), code)
        self.run("DELETE FROM pending WHERE account = :id")
        changes = "secret = :new, code_set = :codes, spent_step = :step, blocked = 0"
        values = {"new": pending["secret"], "codes": pending["code_set"], "step": step}
        since = "enabled_at = coalesce(enabled_at, :now)"
        self.run(f"UPDATE accounts SET {changes}, {since} WHERE id = :id", **values)
        self.prove()
        self.end_other_sessions()
        return self.status()

    def cancel_setup(self):
        return self.drop("setup")

    def read_challenge(self):
        return 200, {"methods": self.methods(), "expiresAt": iso(self.caller["ends"])}

    def answer_challenge(self):
        with self.attempt():
            method = self.check_factor(*self.credential("code", "backupCode"))
        # A new token: an old one that somebody else knew is worth nothing.
        self.run("DELETE FROM sessions WHERE token = :token")
        token, _ = self.app.begin_session(self.db, self.caller["id"], proven=True)
        count = self.count(self.caller["code_set"])
        return 200, {"verified": True, "method": method, "backupCodes": count}, token

    def reauthenticate(self):
        with self.attempt():
            kind, text = self.credential("code", "backupCode", "password")
            if (kind == "password") == bool(self.caller["secret"]):
                raise Problem("reauthentication_required", methods=self.methods())
            if kind != "password":
                self.check_factor(kind, text)
            elif not codes.is_password(text, self.caller["salt"], self.caller["password"]):
                raise Problem("code_invalid")
        return 200, {"validUntil": iso(self.prove())}

    def begin_backup_codes(self):
        self.need_proof(enabled=True)
        return 201, self.begin("codes", None)

    def keep_backup_codes(self):
        kept = self.pending("codes")["code_set"]
        self.run("UPDATE accounts SET code_set = :kept WHERE id = :id", kept=kept)
        self.drop("codes")
        return self.status()

    def drop_backup_codes(self):
        return self.drop("codes")

    def disable(self):
        self.need_proof(enabled=True)
        self.run("DELETE FROM pending WHERE account = :id")
        changes = "secret = NULL, code_set = NULL, enabled_at = NULL, blocked = 0"
        self.run(f"UPDATE accounts SET {changes} WHERE id = :id")
        self.end_other_sessions()
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
        self.run("INSERT INTO failures VALUES (:id, :now)")
        recent = "SELECT count(*) FROM failures WHERE account = :id AND at > :since"
        slowed = self.run(recent, since=self.now - LONG_RUN).fetchone()[0] >= MOST_FAILURES
        failures = self.caller["failures"] + 1
        doubled = MINUTE * 2 ** max(failures - FREE_FAILURES, 0)
        wait = DAY if slowed else min(doubled, LONGEST_WAIT) if failures >= FREE_FAILURES else 0
        changes = "failures = :count, wait_ends = :now + :wait, blocked = blocked OR :block"
        values = {"count": failures, "wait": wait, "block": failures >= MOST_FAILURES}
        self.run(f"UPDATE accounts SET {changes} WHERE id = :id", **values)
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
            spend = "UPDATE backup_codes SET used = 1 WHERE account = :id AND code_set = :code_set AND used = 0"
            code_hash = codes.hash_backup_code(text, self.app.key)
            if not self.run(f"{spend} AND hash = :hash", hash=code_hash).rowcount:
                raise Problem("code_invalid")
            return "backup_code"
        if self.caller["blocked"]:
            raise Problem("authenticator_blocked", methods=self.methods())
        # An accepted step spends each one before it, too.
        steps = range(max(self.step - 1, self.caller["spent_step"] + 1), self.step + 2)
        step = codes.matching_step(self.unseal(self.caller["secret"]), text, steps)
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

    def begin(self, kind, sealed):
        """Takes the place of what was pending of this kind."""
        ends, values = self.now + PENDING, {"kind": kind, "set": secrets.token_urlsafe(12), "new": sealed}
        self.run("REPLACE INTO pending VALUES (:id, :kind, :set, :new, :ends_at)", ends_at=ends, **values)
        new_codes = codes.new_backup_codes()
        for code in new_codes:
            code_hash = codes.hash_backup_code(code, self.app.key)
            self.run("INSERT INTO backup_codes VALUES (:id, :set, :hash, 0)", hash=code_hash, **values)
        return {"backupCodes": new_codes, "expiresAt": iso(ends), "id": values["set"]}

    def drop(self, kind):
        self.run("DELETE FROM pending WHERE account = :id AND kind = :kind", kind=kind)
        return 204, None

    def pending(self, kind):
        shown = self.body.get("id")
        if not isinstance(shown, str | None):
            raise Problem("request_invalid")
        sql = "SELECT * FROM pending WHERE account = :id AND kind = :kind AND ends > :now"
        pending = self.run(sql, kind=kind).fetchone()
        if not pending or shown not in (None, pending["code_set"]):
            raise Problem("setup_expired")
        return pending

    def prove(self):
        self.run("UPDATE sessions SET proof_ends = :until WHERE token = :token", until=self.now + PROOF)
        return self.now + PROOF

    def need_proof(self, enabled=False):
        if enabled and not self.caller["secret"]:
            raise Problem("not_enabled")
        if self.caller["proof_ends"] <= self.now:
            raise Problem("reauthentication_required", methods=self.methods())

    def methods(self):
        if not self.caller["secret"]:
            return ["password"]
        return ["backup_code"] if self.caller["blocked"] else ["totp", "backup_code"]

    def end_other_sessions(self):
        self.run("DELETE FROM sessions WHERE account = :id AND token <> :token")

    def unseal(self, sealed):
        return codes.unseal(sealed, self.app.key, self.caller["id"])

    def count(self, code_set):
        sql = "SELECT count(*), total(used = 0) FROM backup_codes WHERE account = :id AND code_set = :set"
        total, remaining = self.run(sql, set=code_set).fetchone()
        return {"remaining": int(remaining), "total": total}

    def tidy(self):
        """Forgets what is over, and the backup codes that belong to nothing any more."""
        self.run("DELETE FROM pending WHERE ends <= :now")
        self.run("DELETE FROM sessions WHERE ends <= :now")
        self.run("DELETE FROM failures WHERE account = :id AND at <= :since", since=self.now - LONG_RUN)
        in_use = "SELECT code_set FROM pending UNION SELECT code_set FROM accounts WHERE code_set IS NOT NULL"
        self.run(f"DELETE FROM backup_codes WHERE account = :id AND code_set NOT IN ({in_use})")


def iso(seconds):
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def token_hash(token):
    """A stolen database holds no cookie that signs in."""
    return hashlib.sha256((token or "").encode("utf-8", "surrogatepass")).digest()
