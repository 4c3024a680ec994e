"""The key set that all token vectors are read with, and a token to vary."""
import hashlib

from . import jws
from .keys import CUBE, RETIRED, REVOKED, ROOT, SECOND, SIGNING

PRODUCT = "demo-tool"
FINGERPRINT = hashlib.sha256(b"vector machine").hexdigest()
NBF = 1767225600
RETIRED_END = NBF + 30 * 86400
KEY_END = NBF + 3650 * 86400
IAT = 1780000000

KEY_SET = jws.sign(ROOT, {"alg": "RS256", "kid": ROOT.kid, "typ": "cglicense-keyset+jwt"}, {
    "version": 7, "issuedAt": IAT,
    "keys": [SIGNING.row(NBF, KEY_END), SECOND.row(NBF, KEY_END), CUBE.row(NBF, KEY_END),
             RETIRED.row(NBF, RETIRED_END), REVOKED.row(NBF, KEY_END)],
    "revoked": [REVOKED.kid]})


def header(key=SIGNING, **more):
    return dict({"alg": "RS256", "kid": key.kid, "typ": "JWT"}, **more)


def claims(**changes):
    return dict({
        "iss": "https://license.example", "sub": "lic_7f3a", "aud": PRODUCT, "jti": "tok_1", "iat": IAT,
        "exp": IAT + 30 * 86400, "licenseKey": "CGL-00000-11111-22222-33333-44444", "machineFingerprint": FINGERPRINT,
        "productId": PRODUCT, "status": "active", "variant": "indie", "licenseType": "per-machine",
        "licenseExpiresAt": None, "features": ["render", "export"], "message": None, "graceDays": 7,
        "refreshAfter": IAT + 86400}, **changes)


def token(content=None, head=None, key=SIGNING, signature=None):
    return jws.sign(key, header() if head is None else head, claims() if content is None else content, signature)
