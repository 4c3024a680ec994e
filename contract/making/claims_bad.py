"""Genuinely signed payloads that must not be believed: RFC 7519 section 7.2, RFC 8725 sections 2.4 and 3.10."""
import json

from . import jws
from .keys import RETIRED
from .token_base import FINGERPRINT, IAT, KEY_END, NBF, PRODUCT, RETIRED_END, claims, header, token

REQUIRED = ["iss", "sub", "aud", "jti", "iat", "exp", "licenseKey", "machineFingerprint", "productId", "status", "variant",
            "licenseType", "features", "graceDays", "refreshAfter"]
TEXTS = ["sub", "aud", "licenseKey", "machineFingerprint", "productId"]
NUMBERS = ["iat", "exp", "graceDays", "refreshAfter"]


def values():
    for name in REQUIRED:
        yield name + " missing", {key: value for key, value in claims().items() if key != name}
        yield name + " null", claims(**{name: None})
        yield name + " in capitals", {(key.upper() if key == name else key): value for key, value in claims().items()}
    for name in TEXTS:
        yield name + " empty", claims(**{name: ""})
        yield name + " a number", claims(**{name: 7})
        yield name + " a list", claims(**{name: [claims()[name]]})
    for name in NUMBERS:
        for value in [str(IAT), IAT + 0.5, True, [IAT], 2 ** 63, 10 ** 30]:
            yield "%s %s" % (name, json.dumps(value)), claims(**{name: value})
    yield "features a text", claims(features="render")
    yield "features an object", claims(features={"render": True})
    yield "features with a number", claims(features=["render", 7])
    yield "features with null", claims(features=["render", None])
    yield "message a number", claims(message=7)
    yield "licenseExpiresAt a text", claims(licenseExpiresAt="2027-01-31T00:00:00Z")
    yield "sid a number", claims(sid=7)
    yield "another audience than product", claims(aud="other-tool")
    yield "audience in other letter case", claims(aud=PRODUCT.upper())
    yield "audience with a blank", claims(aud=PRODUCT + " ")
    yield "ends when it begins", claims(exp=IAT)
    yield "ends before it begins", claims(exp=IAT - 1)
    yield "end negative", claims(exp=-1)
    yield "issued at 0", claims(iat=0)
    yield "issued before 1970", claims(iat=-IAT)
    yield "negative grace", claims(graceDays=-1)
    yield "issued before the key's period", claims(iat=NBF - 301)
    yield "issued after the key's period", claims(iat=KEY_END + 301, exp=KEY_END + 86400)


def texts():
    plain = jws.compact_json(claims())
    yield "payload a list", [claims()]
    for name, text in [
            ("a text", b'"active"'), ("a number", b"7"), ("null", b"null"), ("true", b"true"), ("an empty object", b"{}"), ("empty", b""),
            ("no JSON", b"active"), ("cut short", plain[:-1]), ("with text after it", plain + b"{}"),
            ("with NUL after it", plain + b"\0"), ("with a trailing comma", plain[:-1] + b",}"), ("with a comment", b"//\n" + plain),
            ("in single quotes", plain.replace(b'"', b"'")), ("with a byte order mark", b"\xef\xbb\xbf" + plain),
            ("in UTF-16", plain.decode().encode("utf-16-le")),
            ("with NaN", plain[:-1] + b',"x":NaN}'), ("with Infinity", plain[:-1] + b',"x":-Infinity}'),
            ("with a hexadecimal number", plain[:-1] + b',"x":0x10}'), ("with a leading zero", plain.replace(b":7,", b":07,")),
            ("with an exponent for a time", plain.replace(b'"iat":1780000000', b'"iat":178e7')),
            ("with a raw line break in a text", plain.replace(b'"message":null', b'"message":"a\nb"')),
            ("with invalid UTF-8 in a claim", plain.replace(b'"message":null', b'"message":"\xff"')),
            ("with invalid UTF-8 in an unknown claim", plain[:-1] + b',"x":"\xc3\x28"}'),
            ("with overlong UTF-8", plain.replace(b'"message":null', b'"message":"\xc0\xaf"')),
            ("with half a surrogate pair", plain.replace(b'"message":null', b'"message":"\\ud800"')),
            ("nested three thousand deep", plain[:-1] + b',"x":' + b"[" * 3000 + b"]" * 3000 + b"}"),
            ("with exp twice", plain[:-1] + b',"exp":%d}' % (IAT + 10 ** 9)),
            ("with productId twice", plain[:-1] + b',"productId":"other-tool"}'),
            ("with the fingerprint twice, alike", plain[:-1] + b',"machineFingerprint":"%s"}' % FINGERPRINT.encode()),
            ("with a name twice, once escaped", plain[:-1] + b',"\\u0065xp":%d}' % (IAT + 10 ** 9))]:
        yield "payload " + name, text


def rows():
    fault = "bad_claims"
    for name, content in values():
        yield "claim " + name, token(content), fault
    for name, content in texts():
        yield name, token(content), fault
    yield ("claim issued after a retired key's period",
           token(claims(iat=RETIRED_END + 301), header(RETIRED), RETIRED), fault)
