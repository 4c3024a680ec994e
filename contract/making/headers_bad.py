"""Bad form and bad headers: RFC 7515 section 7.1, RFC 8725 sections 2.1, 3.1 and 3.2."""
import hashlib
import hmac
import json

import jwt

from . import jws
from .keys import REVOKED, ROOT, SECOND, SIGNING, STRANGER, b64u, int_bytes
from .token_base import claims, header, token

GENUINE = token()
HEAD, BODY, SIGNATURE = GENUINE.split(".")


def forms():
    yield "empty text", ""
    yield "one part", HEAD
    yield "two parts", HEAD + "." + BODY
    yield "only dots", ".."
    yield "four parts", GENUINE + "." + SIGNATURE
    yield "a dot at the end", GENUINE + "."
    yield "a dot in front", "." + GENUINE
    yield "five parts, as an encrypted token has", ".".join([HEAD, "AA", BODY, "AA", SIGNATURE])
    yield "no header", "." + BODY + "." + SIGNATURE
    yield "no signature", HEAD + "." + BODY + "."
    yield "JSON serialization", json.dumps({"protected": HEAD, "payload": BODY, "signature": SIGNATURE})
    yield "with the scheme of a header line", "Bearer " + GENUINE
    yield "line end appended", GENUINE + "\n"
    yield "blank in front", " " + GENUINE
    yield "line break inside the signature", HEAD + "." + BODY + "." + SIGNATURE[:64] + "\n" + SIGNATURE[64:]
    yield "NUL appended", GENUINE + "\0"
    yield "percent-encoded dots", GENUINE.replace(".", "%2E")
    yield "padding after the signature", GENUINE + "=="
    yield "padding after the payload, signed so", token(BODY + "=" * (-len(BODY) % 4 or 4))
    yield "padding after the header, signed so", token(head=HEAD + "=" * (-len(HEAD) % 4 or 4))
    yield "full-width digit in the payload, signed so", token(BODY + "０")
    yield "Arabic digit in the payload, signed so", token(BODY + "٣")
    yield "blank in the payload, signed so", token(BODY[:40] + " " + BODY[40:])
    slashed = b64u(jws.compact_json(claims(message="??>>~~ÿÿ")))
    assert "-" in slashed or "_" in slashed
    yield "the alphabet of plain base64, signed so", token(slashed.replace("-", "+").replace("_", "/"))
    yield "a length that base64url cannot have, signed so", token(BODY + "A" * ((5 - len(BODY) % 4) % 4))
    yield "trailing bits of the signature not zero", GENUINE[:-1] + chr(ord(GENUINE[-1]) + 1)
    spare = b64u(jws.compact_json(claims(message="x" * ((1 - len(jws.compact_json(claims(message="")))) % 3))))
    assert len(spare) % 4 == 2
    yield "trailing bits of the payload not zero, signed so", token(spare[:-1] + chr(ord(spare[-1]) + 1))
    yield "payload not encoded at all, signed so", token(jws.compact_json({"a": 1}).decode(), header(b64=False, crit=["b64"]))
    yield "larger than 64 KiB", token(claims(message="x" * 50000))


def header_texts():
    plain = jws.compact_json(header())
    yield "alg twice", b'{"alg":"none",' + plain[1:]
    yield "alg twice, once escaped", b'{"\\u0061lg":"none",' + plain[1:]
    yield "kid twice", plain[:-1] + b',"kid":"%s"}' % STRANGER.kid.encode()
    for name, text in [("empty", b""), ("a list", b"[" + plain + b"]"), ("a text", b'"RS256"'), ("null", b"null"),
                       ("a number", b"7"), ("no JSON", b"RS256"), ("cut short", plain[:-1]), ("with text after it", plain + b"{}"),
                       ("with a trailing comma", plain[:-1] + b",}"), ("with a comment", b"/**/" + plain),
                       ("in single quotes", plain.replace(b'"', b"'")), ("with a byte order mark", b"\xef\xbb\xbf" + plain),
                       ("in UTF-16", plain.decode().encode("utf-16-le")), ("with invalid UTF-8", plain[:-1] + b',"x":"\xff"}'),
                       ("with NaN", plain[:-1] + b',"x":NaN}'),
                       ("nested three thousand deep", plain[:-1] + b',"x":' + b"[" * 3000 + b"]" * 3000 + b"}")]:
        yield name, text
    for name, value in [("a number", 7), ("a list", [SIGNING.kid]), ("an object", {"a": 1}), ("true", True)]:
        yield "with kid " + name, jws.compact_json(header(kid=value))
    yield "with alg a list", jws.compact_json(header(alg=["RS256"]))
    yield "with typ a number", jws.compact_json(header(typ=7))


def algorithms():
    for name in ["none", "None", "NONE", "nOnE"]:
        yield "alg %s with a signature" % name, token(head=header(alg=name))
        yield "alg %s with a byte for signature" % name, jws.encode(header(alg=name), claims()) + ".AA"
    for name in ["HS256", "HS384", "HS512", "RS384", "RS512", "PS256", "PS512", "ES256", "ES384", "EdDSA", "RSA1_5", "rs256",
                 "RS256 ", " RS256", "RS256\0", "RS-256", "SHA256withRSA", ""]:
        yield "alg " + (json.dumps(name) if name != name.strip() or "\0" in name or not name else name), token(head=header(alg=name))
    yield "alg null", token(head=header(alg=None))
    yield "alg missing", token(head={"kid": SIGNING.kid, "typ": "JWT"})
    yield "alg in capitals as name", token(head={"ALG": "RS256", "kid": SIGNING.kid})
    for alg, digest in [("HS256", hashlib.sha256), ("HS384", hashlib.sha384), ("HS512", hashlib.sha512)]:
        for name, secret in [("signing key's PEM", SIGNING.pem), ("signing key's PEM without the last line end", SIGNING.pem.strip()),
                             ("signing key's DER", SIGNING.der), ("root's PEM", ROOT.pem), ("modulus", int_bytes(SIGNING.n)),
                             ("key id", SIGNING.kid), ("empty secret", b"")]:
            secret = secret.encode() if isinstance(secret, str) else secret
            yield "%s keyed by the %s" % (alg, name), token(
                head=header(alg=alg), signature=lambda key, signed, s=secret, d=digest: hmac.new(s, signed, d).digest())
    yield "HS256 as a library makes it", jwt.encode(claims(), "secret", "HS256", {"kid": SIGNING.kid})
    yield "RS512 as a library makes it", jwt.encode(claims(), SIGNING.private, "RS512", {"kid": SIGNING.kid})


def extensions():
    own = {"kty": "RSA", "n": b64u(int_bytes(STRANGER.n)), "e": "AQAB"}
    for name, value in [
            ("crit", ["exp"]), ("crit", ["b64"]), ("crit", []), ("crit", None), ("crit", "exp"), ("crit", ["alg"]), ("b64", False),
            ("b64", True), ("jwk", own), ("jwk", None), ("jku", "https://keys.example/jwks.json"), ("jku", "file:///dev/null"), ("jku", ""),
            ("x5u", "https://keys.example/chain"), ("x5c", [b64u(STRANGER.der)]), ("x5c", [])]:
        yield "header %s: %s" % (name, json.dumps(value)[:32]), token(head=header(**{name: value}))
    yield "embedded key that made the signature", token(head=header(jwk=own), key=STRANGER)
    yield "key address, signed by that key", token(head=header(jku="https://keys.example/jwks.json", kid="k"), key=STRANGER)
    yield "unencoded payload", token("activeAA", header(b64=False, crit=["b64"]))


def key_ids():
    for name, value in [
            ("with a blank behind", SIGNING.kid + " "), ("in other letter case", SIGNING.kid.swapcase()), ("cut short", SIGNING.kid[:-1]),
            ("with NUL behind", SIGNING.kid + "\0"), ("of a key outside the set", STRANGER.kid), ("of the root", ROOT.kid),
            ("of ten thousand letters", "k" * 10000)]:
        yield "kid " + name, token(head=header(kid=value))
    for value in ["", " ", "0", "../../../../dev/null", "' OR '1'='1", "1; DROP TABLE signing_key", "https://keys.example/k",
                  "__proto__", "*"]:
        yield "kid " + json.dumps(value), token(head=header(kid=value))
    yield "kid null", token(head=header(kid=None))
    yield "kid missing", token(head={"alg": "RS256", "typ": "JWT"})
    yield "kid in capitals as name", token(head={"alg": "RS256", "KID": SIGNING.kid})
    yield "signed by a key outside the set", token(head=header(STRANGER), key=STRANGER)
    yield "signed by the root itself", token(head=header(ROOT), key=ROOT)


def rows():
    for name, text in forms():
        yield "form: " + name, text, "malformed"
    for name, text in header_texts():
        yield "header " + name, token(head=text), "malformed"
    for group in (algorithms, extensions):
        for name, text in group():
            yield name, text, "unacceptable_header"
    for name, text in key_ids():
        yield name, text, "unknown_key"
    yield "signed by a revoked key", token(head=header(REVOKED), key=REVOKED), "revoked_key"
    yield "revoked key's id over another key's signature", token(head=header(REVOKED), key=SECOND), "revoked_key"
