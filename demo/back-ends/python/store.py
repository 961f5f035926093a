"""The SQLite store. schema.sql says what each column holds."""

import secrets
import sqlite3
import threading
from contextlib import contextmanager
from pathlib import Path

import codes
from problem import Problem


class Store:
    def __init__(self, path):
        self._lock = threading.RLock()
        self._db = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
        self._db.row_factory = sqlite3.Row
        self._db.executescript(Path(__file__).with_name("schema.sql").read_text())

    @contextmanager
    def transaction(self):
        """One at a time: in this process by the lock, in all processes by BEGIN IMMEDIATE.

        So nothing changes between what an operation reads and what it writes.
        A Problem is an answer, and what was written before it is kept: a failure is counted.
        """
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except Exception as error:
                self._db.execute("COMMIT" if isinstance(error, Problem) else "ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def create_account(self, email, password):
        salt = secrets.token_bytes(16)
        row = (secrets.token_hex(16), email, salt, codes.hash_password(password, salt))
        with self.transaction() as db:
            db.execute("INSERT OR IGNORE INTO accounts (id, email, salt, password) VALUES (?, ?, ?, ?)", row)
