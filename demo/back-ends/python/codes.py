"""Codes (RFC 6238), backup codes, hashes, and the seal of a stored secret."""

import base64
import hashlib
import hmac
import re
import secrets
from urllib.parse import quote

STEP_SECONDS = 30
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: without I, L, O and U


def key_uri(secret, issuer, email):
    base32, issuer = base64.b32encode(secret).decode(), quote(issuer, safe="")
    parameters = f"secret={base32}&issuer={issuer}&algorithm=SHA1&digits=6&period={STEP_SECONDS}"
    return f"otpauth://totp/{issuer}:{quote(email, safe='')}?{parameters}"


def totp(secret, step):
    digest = hmac.digest(secret, step.to_bytes(8, "big"), "sha1")
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**6:06}"


def matching_step(secret, text, steps):
    """The first of the steps that has this code, or None."""
    code = re.sub("[ -]", "", text).encode("utf-8", "surrogatepass")
    return next((step for step in steps if hmac.compare_digest(totp(secret, step).encode(), code)), None)


def new_backup_codes():
    """Ten codes of 80 random bits."""
    return ["-".join("".join(secrets.choice(ALPHABET) for _ in "1234") for _ in "1234") for _ in range(10)]


def hash_backup_code(text, key):
    """None for a text that is no backup code: it costs no hash.

    One salt for all is enough, since no two codes of 80 random bits are alike. It comes from the key:
    a stolen database alone lets nobody try a code.
    """
    # isascii first: upper() makes ASCII of some other letters.
    code = re.sub("[ -]", "", text).upper() if len(text) <= 64 and text.isascii() else ""
    code = code.translate(str.maketrans("OIL", "011"))
    if not re.fullmatch(f"[{ALPHABET}]{{16}}", code):
        return None
    return hashlib.scrypt(code.encode(), salt=derive(key, b"backup codes"), n=2**12, r=8, p=1)


def hash_password(text, salt):
    return hashlib.scrypt(text.encode("utf-8", "surrogatepass"), salt=salt, n=2**14, r=8, p=1)


def is_password(text, salt, stored):
    return hmac.compare_digest(hash_password(text, salt), stored)


def seal(secret, key, owner):
    """Hides the secret under a key stream of HMAC-SHA-256, and signs it for its owner. See the README."""
    nonce = secrets.token_bytes(16)
    hidden = xor(secret, derive(key, b"stream" + nonce))
    return nonce + hidden + derive(key, b"tag" + nonce + hidden + owner.encode())


def unseal(sealed, key, owner):
    nonce, hidden, tag = sealed[:16], sealed[16:-32], sealed[-32:]
    if not hmac.compare_digest(tag, derive(key, b"tag" + nonce + hidden + owner.encode())):
        raise ValueError("a stored secret is not of this key and this account")
    return xor(hidden, derive(key, b"stream" + nonce))


def token_hash(token):
    """A stolen database holds no cookie that signs in."""
    return hashlib.sha256((token or "").encode("utf-8", "surrogatepass")).digest()


def derive(key, purpose):
    return hmac.digest(key, purpose, "sha256")


def xor(data, stream):
    return bytes(a ^ b for a, b in zip(data, stream))
