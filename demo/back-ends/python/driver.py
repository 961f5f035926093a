"""The driver of the conformance kit. It runs the server on a port, with a store and a clock of its own."""

import json
import secrets
import sys
import tempfile
import threading
import time
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

from server import create_server

PORT, DATA = int(sys.argv[1]), tempfile.TemporaryDirectory()
ORIGIN = f"http://127.0.0.1:{PORT}"
AHEAD, RUNNING = [0], {}


def now():
    return time.time() + sum(AHEAD)


def start(port):
    RUNNING[port] = create_server(port, ORIGIN, Path(DATA.name), now)
    threading.Thread(target=RUNNING[port].serve_forever, daemon=True).start()


def create_account(call):
    account = {"email": f"{secrets.token_hex(8)}@example.com", "password": secrets.token_urlsafe()}
    RUNNING[PORT].store.create_account(**account)
    return account


def sign_in(call):
    headers = {"Content-Type": "application/json", "Origin": ORIGIN}
    request = urllib.request.Request(f"{ORIGIN}/session", json.dumps(call["account"]).encode(), headers)
    with urllib.request.urlopen(request) as answer:
        return {"headers": {"cookie": answer.headers["Set-Cookie"].split(";")[0], "origin": ORIGIN}}


def move_clock(call):
    AHEAD.append(call["seconds"])
    return {"now": datetime.fromtimestamp(now(), UTC).isoformat()}


def read_stored(call):
    with RUNNING[PORT].store.transaction() as db:
        tables = db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        rows = [row for (table,) in tables for row in db.execute(f"SELECT * FROM {table}")]
    return [str(value) for row in rows for value in row]


def restart(call):
    """Nothing is left of the old server but what it wrote to its files."""
    RUNNING[PORT].shutdown()
    RUNNING[PORT].server_close()
    start(PORT)


def second_instance(call):
    if PORT + 1 not in RUNNING:
        start(PORT + 1)
    return {"base": f"http://127.0.0.1:{PORT + 1}/api/2fa"}


FUNCTIONS = {
    "describe": lambda call: {"functions": list(FUNCTIONS)[1:]},
    "createAccount": create_account, "signIn": sign_in, "moveClock": move_clock,
    "readStored": read_stored, "restart": restart, "secondInstance": second_instance,
}  # fmt: skip


start(PORT)
for line in sys.stdin:
    call = json.loads(line)
    try:
        outcome = {"result": FUNCTIONS[call["call"]](call)}
    except Exception as error:
        outcome = {"error": repr(error)}
    print(json.dumps({"id": call["id"], **outcome}), flush=True)
