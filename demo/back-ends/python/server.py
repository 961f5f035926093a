"""A whole example: a page with the elements, a first factor, sessions by cookie, and the protocol.

python3 server.py, then open http://localhost:8321
"""

import argparse
import json
import mimetypes
import re
import secrets
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import codes
from problem import Problem
from store import Store
from two_factor import TwoFactor

HERE, BASE, BODY_LIMIT = Path(__file__).resolve().parent, "/api/2fa", 4096
EMAIL, PASSWORD, NOBODY = "ada@example.com", "correct horse battery staple", {"salt": b"", "password": b""}
ROUTES = {
    f"{BASE}/status": {"GET": "status"},
    f"{BASE}/setup": {"POST": "begin_setup", "DELETE": "cancel_setup"},
    f"{BASE}/setup/confirm": {"POST": "confirm_setup"},
    f"{BASE}/challenge": {"GET": "read_challenge", "POST": "answer_challenge"},
    f"{BASE}/reauthenticate": {"POST": "reauthenticate"},
    f"{BASE}/backup-codes": {"POST": "begin_backup_codes", "DELETE": "drop_backup_codes"},
    f"{BASE}/backup-codes/confirm": {"POST": "keep_backup_codes"},
    f"{BASE}/disable": {"POST": "disable"},
    "/session": {"POST": "sign_in", "DELETE": "sign_out"},
}
ELEMENTS = "../../../dist/harmony-2fa.js"
FILES = {"/": "page.html", "/page.css": "page.css", "/page.js": "page.js", "/harmony-2fa.js": ELEMENTS}


class Server(ThreadingHTTPServer):
    request_queue_size = 128


class Handler(BaseHTTPRequestHandler):
    """Each connection has one request, as HTTP/1.0 has it: what was not read of a body is no next request."""

    def answer(self):
        try:
            self.route(self.read_body(), self.path.partition("?")[0])
        except Problem as problem:
            self.send_problem(problem)
        except Exception as error:  # such as a store that cannot be written: nobody is let in
            self.log_error("%r", error)
            self.send_problem(Problem("unavailable", retryAfter=5))

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = answer

    def route(self, data, path):
        method = "GET" if self.command == "HEAD" else self.command
        if method == "GET" and path in FILES:
            return self.send_file(HERE / FILES[path])
        if path not in ROUTES:
            raise Problem("not_found")
        if method not in ROUTES[path]:
            allowed = [*ROUTES[path], *["HEAD"] * ("GET" in ROUTES[path])]
            raise Problem("method_not_allowed", {"Allow": ", ".join(allowed)})
        operation, changes = ROUTES[path][method], method != "GET"
        body = self.parse_change(data) if changes else {}
        if path == "/session":
            return self.send_json(*getattr(self, operation)(body))
        shown = self.headers.get("X-Two-Factor-Account") if changes else None
        self.send_json(*self.server.two_factor.call(operation, self.token(), shown, body))

    # The first factor. A product limits these attempts, too.

    def sign_in(self, body):
        email, password = (str(body.get(name)).encode(errors="replace").decode() for name in ("email", "password"))
        with self.server.store.transaction() as db:
            account = db.execute("SELECT * FROM accounts WHERE email = ?", [email]).fetchone() or NOBODY
        # An unknown address takes as long as a wrong password.
        if not codes.is_password(password, account["salt"], account["password"]):
            raise Problem("not_signed_in")
        with self.server.store.transaction() as db:
            token, challenge = self.server.two_factor.begin_session(db, account["id"])
        return 200, {"challenge": challenge}, token

    def sign_out(self, body):
        with self.server.store.transaction() as db:
            db.execute("DELETE FROM sessions WHERE token = ?", [codes.token_hash(self.token())])
        return 204, None

    # What comes in

    def read_body(self):
        """Reads far more than it takes, so that a client hears why its body is refused."""
        length = self.headers.get("Content-Length", "0")
        if "Transfer-Encoding" in self.headers or not re.fullmatch("[0-9]{1,18}", length):
            raise Problem("request_invalid")
        return self.rfile.read(min(int(length), 2**20))

    def parse_change(self, data):
        """Refuses first what a foreign page can send: such a call never counts as an attempt."""
        if self.headers.get("Origin") != self.server.origin:
            raise Problem("origin_refused")
        if len(data) > BODY_LIMIT:
            raise Problem("body_too_large")
        media_type = self.headers.get_content_type(), self.headers.get_content_charset("utf-8")
        if data and media_type != ("application/json", "utf-8"):
            raise Problem("unsupported_media_type")
        try:
            body = json.loads(data.decode() or "{}")
        except (ValueError, RecursionError):
            body = None
        if not isinstance(body, dict):
            raise Problem("request_invalid")
        return body

    def token(self):
        cookie = re.search("(?:^|; *)session=([^;]*)", self.headers.get("Cookie", ""))
        return cookie and cookie[1]

    # What goes out

    def send_problem(self, problem):
        self.send(problem.status, json.dumps(problem.body()).encode(), "application/problem+json", problem.headers)

    def send_json(self, status, message, token=None):
        # Behind https, name it __Host-session and add Secure.
        headers = {"Set-Cookie": f"session={token}; Path=/; HttpOnly; SameSite=Lax"} if token else {}
        data = b"" if message is None else json.dumps(message).encode()
        self.send(status, data, "application/json; charset=utf-8", headers)

    def send_file(self, path):
        media_type = mimetypes.guess_type(path)[0] + "; charset=utf-8"
        self.send(200, path.read_bytes(), media_type, {"Content-Security-Policy": "default-src 'self'"})

    def send(self, status, data, media_type, headers):
        self.send_response(status)
        if status != 204:
            headers |= {"Content-Type": media_type, "Content-Length": len(data)}
        for name, value in {"Cache-Control": "no-store", **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def send_error(self, code, message=None, explain=None):
        """What http.server refuses by itself, such as a broken header, is a problem, too."""
        self.send_problem(Problem("request_invalid"))

    def log_request(self, code="-", size="-"):
        """Says nothing."""


def create_server(port, origin, folder, clock=time.time):
    """A server for the pages of one origin, with a database and a key in a folder."""
    folder.mkdir(mode=0o700, exist_ok=True)
    if not (key := folder / "key").exists():
        key.write_bytes(secrets.token_bytes(32))
    server = Server(("127.0.0.1", port), Handler)
    server.origin, server.store = origin, Store(folder / "2fa.sqlite")
    server.two_factor = TwoFactor(server.store, key.read_bytes(), "Python example", clock)
    return server


def main():
    parser = argparse.ArgumentParser(description="A back end of harmony-2fa in Python")
    parser.add_argument("--port", type=int, default=8321)
    parser.add_argument("--data", type=Path, default=HERE / "data", help="the folder of the database and the key")
    options = parser.parse_args()
    server = create_server(options.port, f"http://localhost:{options.port}", options.data)
    server.store.create_account(EMAIL, PASSWORD)
    print(f"Open {server.origin} and sign in as {EMAIL} with “{PASSWORD}”", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
