"""License tokens: genuine ones, genuine ones that belong elsewhere, and forgeries."""
import json

from . import claims_bad, headers_bad, jws, signatures_bad
from .keys import CUBE, RETIRED, ROOT, SECOND, SIGNING
from .token_base import FINGERPRINT, IAT, KEY_SET, NBF, PRODUCT, RETIRED_END, claims, header, token

MAY_BE_ABSENT = ["licenseExpiresAt", "message", "sid"]


def leading_zero_signature():
    """One signature in 256 starts with a zero byte; a verifier that drops it refuses a paying customer."""
    for number in range(100_000):
        content = claims(jti="tok_%d" % number)
        if jws.rs256(SIGNING, jws.encode(header(), content).encode())[0] == 0:
            return content
    raise RuntimeError("no signature with a leading zero found")


def good():
    floating = claims(licenseType="floating", variant="farm", graceDays=0, exp=IAT + 3600, refreshAfter=IAT, sid="ses_1")
    rows = [
        ("plain", SIGNING, header(), claims()),
        ("by the second key of the set", SECOND, header(SECOND), claims()),
        ("by a key with exponent 3", CUBE, header(CUBE), claims()),
        ("by a key that has retired since", RETIRED, header(RETIRED), claims(iat=RETIRED_END - 10, exp=RETIRED_END + 2592000)),
        ("issued at a key's last moment and skew", RETIRED, header(RETIRED), claims(iat=RETIRED_END + 300, exp=RETIRED_END + 900)),
        ("issued just before a key's first moment", SIGNING, header(), claims(iat=NBF - 300)),
        ("expired long ago", SIGNING, header(), claims(iat=NBF + 1, exp=NBF + 2)),
        ("of a license that ends", SIGNING, header(), claims(licenseExpiresAt=IAT + 86400)),
        ("degraded, with a message", SIGNING, header(), claims(status="degraded", message="Zahlung überfällig – 支払い期限 🎬", exp=IAT + 86400)),
        ("floating", SIGNING, header(), floating),
        ("without features", SIGNING, header(), claims(features=[])),
        ("signature with a leading zero byte", SIGNING, header(), leading_zero_signature()),
        ("header without typ", SIGNING, {"alg": "RS256", "kid": SIGNING.kid}, claims()),
        ("header members in another order", SIGNING, {"typ": "JWT", "kid": SIGNING.kid, "alg": "RS256"}, claims()),
        ("unknown header member", SIGNING, header(note="x"), claims()),
        ("unknown claims", SIGNING, header(), claims(nbf=IAT, later={"deep": [1, {"er": None}]})),
        ("white space in both JSON texts", SIGNING, json.dumps(header(), indent=1).encode(), json.dumps(claims(), indent=1).encode()),
        ("escaped characters", SIGNING, header(), json.dumps(claims(message="ü\n\"")).encode()),
        ("without the claims that may be absent", SIGNING, header(),
         {name: value for name, value in claims().items() if name not in MAY_BE_ABSENT})]
    for name, key, head, content in rows:
        yield {"name": name, "token": jws.sign(key, head, content),
               "claims": json.loads(content) if isinstance(content, bytes) else content}


def foreign():
    """Nothing is wrong with these, except that they were not issued to this product or this machine."""
    for name, content in [
            ("another product", claims(productId="other-tool", aud="other-tool")),
            ("the product's name in capitals", claims(productId=PRODUCT.upper(), aud=PRODUCT.upper())),
            ("another machine", claims(machineFingerprint="0" * 64)),
            ("the fingerprint in capitals", claims(machineFingerprint=FINGERPRINT.upper()))]:
        yield {"name": name, "token": token(content), "claims": content}


def vectors():
    rows = [*headers_bad.rows(), *signatures_bad.rows(), *claims_bad.rows()]
    names = [name for name, _, _ in rows]
    assert len(names) == len(set(names)), [name for name in names if names.count(name) > 1]
    return {"rootPem": ROOT.pem, "keySet": KEY_SET, "productId": PRODUCT, "fingerprint": FINGERPRINT,
            "good": list(good()), "foreign": list(foreign()),
            "bad": [{"name": name, "token": text, "fault": fault} for name, text, fault in rows]}
