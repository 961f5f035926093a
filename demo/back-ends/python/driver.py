"""The driver of the conformance kit: it starts the server on a port, with a store of its own."""

import json
import secrets
import subprocess
import sys
import tempfile
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

from store import Store

PORT, SERVER = int(sys.argv[1]), Path(__file__).resolve().parent / "server.py"
ORIGIN = f"http://127.0.0.1:{PORT}"
FOLDER = tempfile.TemporaryDirectory()
STORE = Store(Path(FOLDER.name) / "2fa.sqlite")
RUNNING = {}


def start(port):
    options = ["--port", str(port), "--origin", ORIGIN, "--data", FOLDER.name, "--movable-clock"]
    RUNNING[port] = subprocess.Popen([sys.executable, SERVER, *options], stdout=subprocess.PIPE)
    RUNNING[port].stdout.readline()  # It listens when it prints its address.


def stop(port):
    RUNNING[port].terminate()
    RUNNING.pop(port).wait()


def create_account(call):
    account = {"email": f"{secrets.token_hex(8)}@example.com", "password": secrets.token_urlsafe()}
    STORE.create_account(**account)
    return account


def sign_in(call):
    headers = {"Content-Type": "application/json", "Origin": ORIGIN}
    request = urllib.request.Request(f"{ORIGIN}/session", json.dumps(call["account"]).encode(), headers)
    with urllib.request.urlopen(request) as answer:
        return {"headers": {"cookie": answer.headers["Set-Cookie"].split(";")[0], "origin": ORIGIN}}


def move_clock(call):
    with STORE.transaction() as db:
        db.execute("INSERT INTO test_clock VALUES (?)", [call["seconds"]])
    return {"now": datetime.fromtimestamp(STORE.moved_time(), UTC).isoformat()}


def read_stored(call):
    with STORE.transaction() as db:
        tables = db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        rows = [row for (table,) in tables for row in db.execute(f"SELECT * FROM {table}")]
    return [str(value) for row in rows for value in row]


def restart(call):
    stop(PORT)
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
for port in list(RUNNING):
    stop(port)
