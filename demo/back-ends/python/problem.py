"""The errors of the protocol, as problem details (RFC 9457). Programs switch on the code."""

STATUSES = {
    "request_invalid": 400, "not_signed_in": 401, "challenge_expired": 401, "reauthentication_required": 403,
    "origin_refused": 403, "authenticator_blocked": 403, "not_found": 404, "method_not_allowed": 405,
    "not_enabled": 409, "setup_expired": 410, "body_too_large": 413, "unsupported_media_type": 415,
    "code_invalid": 422, "clock_out_of_sync": 422, "too_many_attempts": 429, "unavailable": 503,
}  # fmt: skip


class Problem(Exception):
    """An answer that refuses. It never repeats what was sent."""

    def __init__(self, code, headers=None, **extra):
        super().__init__(code)
        self.code, self.status, self.extra = code, STATUSES[code], extra
        self.headers = headers or ({"Retry-After": extra["retryAfter"]} if "retryAfter" in extra else {})

    def body(self):
        title = self.code.replace("_", " ").capitalize()
        return {"type": "about:blank", "title": title, "status": self.status, "code": self.code, **self.extra}
