"""A whole example: a page with the elements, a first factor, sessions by cookie, and the protocol.

python3 server.py, then open http://localhost:8321
"""

import argparse
import json
import mimetypes
import re
import secrets
import time
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import codes
from problem import Problem
from store import Store
from two_factor import TwoFactor

HERE, BASE, BODY_LIMIT = Path(__file__).resolve().parent, "/api/2fa", 4096
PASSWORD = "correct horse battery staple"
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
FILES = {
    "/": HERE / "page.html",
    "/page.css": HERE / "page.css",
    "/page.js": HERE / "page.js",
    "/harmony-2fa.js": HERE / "../../../dist/harmony-2fa.js",
}


class Server(ThreadingHTTPServer):
    request_queue_size = 128


class Handler(BaseHTTPRequestHandler):
    protocol_version, disable_nagle_algorithm = "HTTP/1.1", True

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
            return self.send_file(FILES[path])
        if path not in ROUTES:
            raise Problem("not_found")
        if method not in ROUTES[path]:
            raise Problem("method_not_allowed")
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
            account = db.execute("SELECT * FROM accounts WHERE email = ?", [email]).fetchone()
        # An unknown address takes as long as a wrong password.
        salt, stored = (account["salt"], account["password"]) if account else (b"", b"")
        if not codes.is_password(password, salt, stored):
            raise Problem("not_signed_in")
        with self.server.store.transaction() as db:
            token, challenge = self.server.two_factor.begin_session(db, account["id"])
        return 200, {"challenge": challenge}, token

    def sign_out(self, body):
        with self.server.store.transaction() as db:
            self.server.two_factor.end_session(db, self.token())
        return 204, None

    # What comes in

    def read_body(self):
        """The body, or None for one that is too large. Nothing of it stays for the next request."""
        length = self.headers.get("Content-Length", "0")
        if "Transfer-Encoding" in self.headers or not re.fullmatch("[0-9]{1,18}", length):
            self.close_connection = True
            raise Problem("request_invalid")
        if int(length) <= BODY_LIMIT:
            return self.rfile.read(int(length))
        self.close_connection = True
        self.rfile.read(min(int(length), 2**20))
        return None

    def parse_change(self, data):
        """Refuses first what a foreign page can send: such a call never counts as an attempt."""
        if self.headers.get("Origin") != self.server.origin:
            raise Problem("origin_refused")
        if data is None:
            raise Problem("body_too_large")
        if not data:
            return {}
        charset = self.headers.get_content_charset("utf-8")
        if (self.headers.get_content_type(), charset) != ("application/json", "utf-8"):
            raise Problem("unsupported_media_type")
        try:
            body = json.loads(data.decode("utf-8"))
        except (ValueError, RecursionError):
            body = None
        if not isinstance(body, dict):
            raise Problem("request_invalid")
        return body

    def token(self):
        try:
            cookie = SimpleCookie(self.headers.get("Cookie", "")).get("session")
        except CookieError:
            return None
        return cookie and cookie.value

    # What goes out

    def send_problem(self, problem):
        headers = {"Retry-After": problem.extra["retryAfter"]} if "retryAfter" in problem.extra else {}
        if problem.code == "method_not_allowed":
            methods = list(ROUTES[self.path.partition("?")[0]])
            headers["Allow"] = ", ".join(methods + ["HEAD"] * ("GET" in methods))
        self.send(problem.status, json.dumps(problem.body()).encode(), "application/problem+json", headers)

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
        self.close_connection = True
        self.send_problem(Problem("request_invalid"))

    def log_request(self, code="-", size="-"):
        """Says nothing."""


def main():
    parser = argparse.ArgumentParser(description="A back end of harmony-2fa in Python")
    parser.add_argument("--port", type=int, default=8321)
    parser.add_argument("--origin", help="of the pages that may call; http://localhost:PORT")
    parser.add_argument("--data", type=Path, default=HERE / "data", help="the folder of the database and the key")
    parser.add_argument("--movable-clock", action="store_true", help="for the tests alone")
    options = parser.parse_args()
    options.data.mkdir(mode=0o700, exist_ok=True)
    store, key = Store(options.data / "2fa.sqlite"), options.data / "key"
    if not key.exists():
        key.write_bytes(secrets.token_bytes(32))
    clock = store.moved_time if options.movable_clock else time.time
    two_factor = TwoFactor(store, key.read_bytes(), "Python example", clock)
    store.create_account("ada@example.com", PASSWORD)
    origin = options.origin or f"http://localhost:{options.port}"
    server = Server(("127.0.0.1", options.port), Handler)
    server.origin, server.store, server.two_factor = origin, store, two_factor
    print(f"Open {origin} and sign in as ada@example.com with “{PASSWORD}”", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
