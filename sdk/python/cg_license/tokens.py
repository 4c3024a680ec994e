"""Key sets and license tokens: RS256 JWTs (RFC 7519) under the hardening rules of RFC 8725.

The same rules, in the same order, as every other client of the system; ``contract/`` holds the vectors all of them pass.
"""

from __future__ import annotations

from .rsa import RsaPublicKey
from .wire import base64url_decode, json_object, number_of, text_of, texts_of

MALFORMED = "malformed"
UNACCEPTABLE_HEADER = "unacceptable_header"
UNKNOWN_KEY = "unknown_key"
REVOKED_KEY = "revoked_key"
BAD_SIGNATURE = "bad_signature"
BAD_CLAIMS = "bad_claims"

CLOCK_SKEW_SECONDS = 300
_MAX_LENGTH = 64 * 1024

# Each asks to be trusted differently: critical extensions (RFC 7515 section 4.1.11), a key the token brings along, an
# unencoded payload (RFC 7797). Even a null counts, because other readers may see an extension in it.
_REFUSED_HEADER_FIELDS = frozenset(("crit", "jwk", "jku", "x5c", "x5u", "b64"))


class Jws:
    """A compact JWS (RFC 7515 section 7.1) taken apart, not yet believed."""

    __slots__ = ("is_plain_rs256", "kid", "payload", "_signed", "_signature")

    def __init__(self, compact: str | None) -> None:
        if not isinstance(compact, str) or len(compact) > _MAX_LENGTH:
            raise ValueError("no token, or one too long to be true")
        parts = compact.split(".")
        if len(parts) != 3:
            raise ValueError("not three parts")
        header = json_object(base64url_decode(parts[0]))
        self.payload = base64url_decode(parts[1])
        self._signature = base64url_decode(parts[2])
        if not self._signature:
            raise ValueError("no signature")
        text_of(header, "typ")
        self.kid = text_of(header, "kid")
        self.is_plain_rs256 = text_of(header, "alg") == "RS256" and _REFUSED_HEADER_FIELDS.isdisjoint(header)
        self._signed = (parts[0] + "." + parts[1]).encode("ascii")

    def is_signed_by(self, key: RsaPublicKey) -> bool:
        return key.verify(self._signed, self._signature)


class KeySet:
    """The signing keys of a server, as its root key signed them; ValueError unless it did and all is well formed."""

    __slots__ = ("compact", "version", "revoked", "_rows")

    def __init__(self, compact: str | None, root: RsaPublicKey) -> None:
        jws = Jws(compact)
        if not jws.is_plain_rs256 or not jws.is_signed_by(root):
            raise ValueError("not signed by the root key")
        payload = json_object(jws.payload)
        self.compact = compact
        self.version = _present(number_of, payload, "version")
        self.revoked = frozenset(_present(texts_of, payload, "revoked"))
        _present(number_of, payload, "issuedAt")
        if self.version < 1 or "" in self.revoked:
            raise ValueError("key set without a version, or with a nameless key")
        rows = payload.get("keys")
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise ValueError("key set without a list of keys")
        self._rows = {_present(text_of, row, "kid"): _key_row(row) for row in rows}
        if len(self._rows) != len(rows) or "" in self._rows:
            raise ValueError("key set with a nameless key or the same kid twice")

    def find(self, kid: str) -> tuple | None:
        """(key, first second, last second of signing) of that id; None when it is unknown or revoked."""
        return None if kid in self.revoked else self._rows.get(kid)


class TokenClaims:
    """The claims of a genuine token; times are Unix seconds. ``exp`` ends the token, never the license."""

    __slots__ = (
        "sub", "iat", "exp", "license_key", "machine_fingerprint", "product_id", "status", "variant", "license_type",
        "license_expires_at", "features", "message", "grace_days", "refresh_after", "sid",
    )

    def __init__(self, payload: bytes) -> None:
        claims = json_object(payload)
        _present(text_of, claims, "iss")
        _present(text_of, claims, "jti")
        self.sub = _present(text_of, claims, "sub")
        self.iat = _present(number_of, claims, "iat")
        self.exp = _present(number_of, claims, "exp")
        self.license_key = _present(text_of, claims, "licenseKey")
        self.machine_fingerprint = _present(text_of, claims, "machineFingerprint")
        self.product_id = _present(text_of, claims, "productId")
        self.status = _present(text_of, claims, "status")
        self.variant = _present(text_of, claims, "variant")
        self.license_type = _present(text_of, claims, "licenseType")
        self.license_expires_at = number_of(claims, "licenseExpiresAt")
        self.features = _present(texts_of, claims, "features")
        self.message = text_of(claims, "message")
        self.grace_days = _present(number_of, claims, "graceDays")
        self.refresh_after = _present(number_of, claims, "refreshAfter")
        self.sid = text_of(claims, "sid")
        if not (self.iat > 0 and self.sub and self.license_key and self.machine_fingerprint and self.product_id):
            raise ValueError("claims are missing")
        if self.exp <= self.iat or self.grace_days < 0 or _present(text_of, claims, "aud") != self.product_id:
            raise ValueError("claims contradict each other")


class TokenReading:
    """What reading a token came to: ``claims``, or the ``fault`` why it is not believed."""

    __slots__ = ("claims", "fault")

    def __init__(self, claims: TokenClaims | None, fault: str | None) -> None:
        self.claims = claims
        self.fault = fault


def read_token(compact: str | None, keys: KeySet) -> TokenReading:
    """Checks form, header, key, signature and claims, in this order.

    Expiry is not judged here: an expired but genuine token still proves who its bearer was. A key's period is held
    against the token's time of issue, not the clock: whoever is offline while a key retires loses nothing.
    """
    try:
        jws = Jws(compact)
    except ValueError:
        return TokenReading(None, MALFORMED)
    if not jws.is_plain_rs256:
        return TokenReading(None, UNACCEPTABLE_HEADER)
    if jws.kid is not None and jws.kid in keys.revoked:
        return TokenReading(None, REVOKED_KEY)
    row = keys.find(jws.kid) if jws.kid is not None else None
    if row is None:
        return TokenReading(None, UNKNOWN_KEY)
    key, not_before, expires = row
    if not jws.is_signed_by(key):
        return TokenReading(None, BAD_SIGNATURE)
    try:
        claims = TokenClaims(jws.payload)
    except ValueError:
        return TokenReading(None, BAD_CLAIMS)
    if not not_before - CLOCK_SKEW_SECONDS <= claims.iat <= expires + CLOCK_SKEW_SECONDS:
        return TokenReading(None, BAD_CLAIMS)
    return TokenReading(claims, None)


def _key_row(row: dict) -> tuple:
    key = RsaPublicKey(base64url_decode(_present(text_of, row, "n")), base64url_decode(_present(text_of, row, "e")))
    return key, _present(number_of, row, "nbf"), _present(number_of, row, "exp")


def _present(read, document: dict, name: str):
    """A field that may be neither null nor left out: readers must never disagree about what was signed."""
    value = read(document, name)
    if value is None:
        raise ValueError(name + " is missing")
    return value
