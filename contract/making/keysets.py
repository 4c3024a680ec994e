"""Key sets: what the root key vouches for, and every way to pretend that it does."""
import hashlib
import hmac
import json

from . import jws
from .keys import CUBE, OTHER_ROOT, REVOKED, ROOT, SECOND, SIGNING, SMALL, b64u, int_bytes

ISSUED = 1767225600
END = ISSUED + 3650 * 86400
HEADER = {"alg": "RS256", "kid": ROOT.kid, "typ": "cglicense-keyset+jwt"}


def row(key=SIGNING, **changes):
    return dict(key.row(ISSUED, END), **changes)


def payload(**changes):
    return dict({"version": 3, "issuedAt": ISSUED, "keys": [row(), row(SECOND)], "revoked": [REVOKED.kid]}, **changes)


def without(name, content):
    return {key: value for key, value in content.items() if key != name}


def good():
    huge = 2 ** 53 + 1
    rows = [
        ("two keys and a revoked one", HEADER, payload()),
        ("first version, nothing revoked", HEADER, payload(version=1, keys=[row()], revoked=[])),
        ("a revoked key still listed", HEADER, payload(keys=[row(), row(REVOKED)])),
        ("no key left", HEADER, payload(keys=[])),
        ("exponent 3", HEADER, payload(keys=[row(CUBE)])),
        ("modulus of 3072 bits", HEADER, payload(keys=[row(OTHER_ROOT)])),
        ("version beyond 53 bits", HEADER, payload(version=huge)),
        ("unknown members are ignored", HEADER, payload(comment="later", keys=[row(use="sig")])),
        ("header without kid and typ", {"alg": "RS256"}, payload()),
        ("white space in the JSON", HEADER, json.dumps(payload(), indent=2).encode())]
    for name, header, content in rows:
        parsed = json.loads(content) if isinstance(content, bytes) else content
        yield {"name": name, "jws": jws.sign(ROOT, header, content), "version": parsed["version"],
               "kids": [key["kid"] for key in parsed["keys"]], "revoked": parsed["revoked"]}


def forged():
    genuine = jws.sign(ROOT, HEADER, payload())
    head, body, signature = genuine.split(".")
    yield "empty text", ""
    yield "two parts", head + "." + body
    yield "four parts", genuine + ".AAAA"
    yield "cut short", genuine[:-3]
    yield "line end appended", genuine + "\n"
    yield "padding appended", genuine + "="
    yield "signed by another root", jws.sign(OTHER_ROOT, HEADER, payload())
    yield "signed by a signing key", jws.sign(SIGNING, dict(HEADER, kid=SIGNING.kid), payload())
    yield "another payload under this signature", ".".join([head, b64u(jws.compact_json(payload(version=4))), signature])
    yield "another header under this signature", ".".join([b64u(jws.compact_json({"alg": "RS256"})), body, signature])
    yield "a bit of the signature flipped", head + "." + body + "." + ("B" if signature[0] == "A" else "A") + signature[1:]
    yield "empty signature", head + "." + body + "."
    yield "alg none", jws.encode({"alg": "none"}, payload()) + "."
    yield "alg none with the genuine signature", jws.encode({"alg": "none"}, payload()) + "." + signature
    for name, secret in [("PEM", ROOT.pem.encode()), ("DER", ROOT.der)]:
        yield "HS256 with the root's %s as secret" % name, jws.sign(
            ROOT, {"alg": "HS256"}, payload(), lambda key, signed, s=secret: hmac.new(s, signed, hashlib.sha256).digest())
    for name, extra in [("crit", ["exp"]), ("crit", []), ("b64", False), ("jku", "https://keys.example/set"),
                        ("jwk", {"kty": "RSA", "n": b64u(int_bytes(ROOT.n)), "e": "AQAB"})]:
        yield "header with %s %s" % (name, json.dumps(extra)[:12]), jws.sign(ROOT, dict(HEADER, **{name: extra}), payload())
    yield "RS512 header", jws.sign(ROOT, dict(HEADER, alg="RS512"), payload())


def malformed_payloads():
    for name in ["version", "issuedAt", "keys", "revoked"]:
        yield "without " + name, without(name, payload())
        yield name + " null", payload(**{name: None})
    for name in ["kid", "n", "e", "nbf", "exp"]:
        yield "a key without " + name, payload(keys=[without(name, row())])
        yield "a key with %s null" % name, payload(keys=[row(**{name: None})])
    for value in [0, -1, "3", 3.5, True]:
        yield "version %s" % json.dumps(value), payload(version=value)
    yield "keys an object", payload(keys={"a": row()})
    yield "a null among the keys", payload(keys=[row(), None])
    yield "a text among the keys", payload(keys=["x"])
    yield "two keys of one id", payload(keys=[row(), row(SECOND, kid=SIGNING.kid)])
    yield "a kid that is a number", payload(keys=[row(kid=7)])
    yield "an empty kid", payload(keys=[row(kid="")])
    yield "nbf a text", payload(keys=[row(nbf="2026-01-01")])
    yield "revoked a text", payload(revoked=REVOKED.kid)
    yield "a number among the revoked", payload(revoked=[1])
    yield "a null among the revoked", payload(revoked=[None])
    yield "a modulus of 1024 bits", payload(keys=[row(), row(SMALL)])
    yield "an empty modulus", payload(keys=[row(n="")])
    yield "a modulus with padding", payload(keys=[row(n=row()["n"] + "==")])
    yield "a modulus that is not base64url", payload(keys=[row(n="+" + row()["n"][1:])])
    for exponent in ["", "AA", "AQ", "Ag", "AQAA"]:
        yield "exponent %s" % (exponent or "empty"), payload(keys=[row(e=exponent)])
    yield "a list", [payload()]
    yield "a JSON null", b"null"
    yield "no JSON", b"keys"
    yield "nothing", b""
    yield "text after the object", jws.compact_json(payload()) + b"{}"
    yield "invalid UTF-8", jws.compact_json(payload(comment="?")).replace(b'"?"', b'"\xff"')
    yield "byte order mark in front", b"\xef\xbb\xbf" + jws.compact_json(payload())
    text = jws.compact_json(payload())
    yield "two versions", text.replace(b'{"version":3', b'{"version":2,"version":3')
    yield "two lists of revoked", text[:-1] + b',"revoked":[]}'
    yield "two moduli in a key", jws.compact_json(payload(keys=[row()])).replace(b'"e":', b'"n":"AAAA","e":')


def vectors():
    bad = list(forged()) + [("payload: " + name, jws.sign(ROOT, HEADER, content)) for name, content in malformed_payloads()]
    bad.append(("header: two algorithms", jws.sign(ROOT, b'{"alg":"none","alg":"RS256"}', payload())))
    return {"rootPem": ROOT.pem, "otherRootPem": OTHER_ROOT.pem, "good": list(good()),
            "bad": [{"name": name, "jws": text} for name, text in bad]}
