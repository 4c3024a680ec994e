"""License files that were carried to a machine without network: which of them it takes over, and what it then holds."""
import json

from . import jws
from .keys import OTHER_ROOT, RETIRED, REVOKED, ROOT, SECOND, SIGNING, STRANGER
from .token_base import FINGERPRINT, IAT, KEY_END, KEY_SET, NBF, PRODUCT, claims, header, token

DAY = 86400
END = IAT + 30 * DAY
LICENSE_KEY = claims()["licenseKey"]


def key_set(version, revoked=(), keys=(SIGNING, SECOND, REVOKED), root=ROOT):
    return jws.sign(root, {"alg": "RS256", "kid": root.kid, "typ": "cglicense-keyset+jwt"}, {
        "version": version, "issuedAt": IAT, "keys": [key.row(NBF, KEY_END) for key in keys], "revoked": [key.kid for key in revoked]})


def content(compact=None, **changes):
    return dict({
        "token": compact or token(), "expiresAt": "2026-06-27T20:26:40.000Z", "machinesUsed": 1, "maxMachines": 2, "status": "active",
        "variant": "indie", "message": None, "licenseType": "per-machine", "licenseExpiresAt": None, "features": ["render", "export"],
        "sessionId": None, "heartbeatSeconds": None, "sessionExpiresAt": None, "seatsUsed": None, "maxConcurrent": None,
        "success": True, "format": "cglicense-offline/1", "productId": PRODUCT, "machineFingerprint": FINGERPRINT,
        "hostname": "render-01", "keySet": KEY_SET}, **changes)


def held(compact=None, seen_at=IAT, **changes):
    """What the machine holds already, as license.dat says it."""
    return dict({"version": 1, "productId": PRODUCT, "licenseKey": LICENSE_KEY, "token": compact, "keySet": KEY_SET, "seenAt": seen_at}, **changes)


def row(name, file=None, clock=IAT + 60, before=None, pinned=True, **outcome):
    text = json.dumps(content() if file is None else file, ensure_ascii=False) if file is None or isinstance(file, dict) else file
    return dict({"name": name, "pinned": pinned, "clock": clock, "held": before, "file": text}, **outcome)


def takes(name, file=None, seen_at=IAT + 60, keys=KEY_SET, **given):
    """The file's token is held afterwards; `keys` is the key set that is."""
    return row(name, file, seenAt=seen_at, keySet=keys, **given)


def refuses(name, code, reason, file=None, **given):
    return row(name, file, code=code, reason=reason, **given)


def good():
    yield takes("nothing held, the root key given to the tool")
    yield takes("the root key met when the machine was online once", pinned=False, before=held(rootKey=ROOT.pem))
    yield takes("of a license that ends", content(token(claims(licenseExpiresAt=IAT + DAY)), licenseExpiresAt="2026-05-29T20:26:40.000Z"))
    yield takes("degraded, with a message", content(token(claims(status="degraded", message="Zahlung überfällig", exp=IAT + DAY))))
    yield takes("in its last second", clock=END - 1, seen_at=END - 1)
    yield takes("a clock that is behind the file", clock=IAT - 400 * DAY, seen_at=IAT)
    yield takes("a clock that starts in 1970", clock=0, seen_at=IAT)
    yield takes("the same file once more", before=held(token()))
    yield takes("a newer file", before=held(token(claims(iat=IAT - DAY))), clock=IAT - 9, seen_at=IAT)
    yield takes("a newer file, after the one before had ended", before=held(token(claims(iat=IAT - 60 * DAY, exp=IAT - 30 * DAY)), IAT - 25 * DAY))
    yield takes("time seen before counts on, whatever the clock shows", before=held(token(claims(iat=IAT - DAY)), IAT + 5 * DAY), clock=IAT, seen_at=IAT + 5 * DAY)
    yield takes("the held token is not genuine", before=held(token(key=STRANGER)))
    yield takes("another license is held, from later", before=held(token(claims(licenseKey="CGL-OTHER", iat=IAT + 60)), IAT + 60, licenseKey="CGL-OTHER"), clock=IAT + 90, seen_at=IAT + 90)
    yield takes("made after the server had said no", before=held(None, IAT - 1, refusal={"code": "revoked", "error": "License has been revoked"}))
    yield takes("the seat was lost when the machine was online", before=held(None))
    newer = key_set(9)
    yield takes("a newer key set than the held one", content(keySet=newer), keys=newer, before=held())
    yield takes("a newer key set is held, and knows the key", keys=newer, before=held(keySet=newer))
    yield takes("by a key that has retired since", content(token(claims(iat=NBF + 9 * DAY, exp=END), header(RETIRED), RETIRED)))
    yield takes("what is written around the token is not believed", content(status="gold", features=["everything"], licenseType="site", variant="studio"))
    yield takes("unknown members", content(later={"deep": [1]}, note="x"))


def bad():
    yield from unreadable()
    yield from elsewhere()
    yield from forged()
    yield from out_of_time()


def unreadable():
    whole = json.dumps(content())
    for name, text in [
            ("empty", ""), ("not JSON", "CGL1"), ("a list", "[" + whole + "]"), ("a text", '"' + PRODUCT + '"'), ("null", "null"), ("cut short", whole[:-1]),
            ("two objects", whole + whole), ("a name twice", whole[:-1] + ', "token": null}'), ("no format", json.dumps(content(format=None))),
            ("a later format", json.dumps(content(format="cglicense-offline/2"))), ("a request file", '{"format": "cglicense-request/1"}'),
            ("a token that is a number", json.dumps(content(token=7))), ("longer than any license file", whole + " " * 65536)]:
        yield refuses(name, "invalid_request", "file_format", text)


def elsewhere():
    other = "0" * 64
    yield refuses("for another product", "wrong_product", None, content(productId="other-tool"))
    yield refuses("for another machine", "invalid_token", "other_machine", content(machineFingerprint=other))
    yield refuses("for no machine", "invalid_token", "other_machine", content(machineFingerprint=None))
    yield refuses("the fingerprint in capitals", "invalid_token", "other_machine", content(machineFingerprint=FINGERPRINT.upper()))
    yield refuses("relabelled from another machine", "invalid_token", "false_token", content(token(claims(machineFingerprint=other))))
    yield refuses("relabelled from another product", "invalid_token", "false_token", content(token(claims(productId="other-tool", aud="other-tool"))))


def forged():
    theirs = key_set(99, keys=(STRANGER,), root=OTHER_ROOT)
    yield refuses("a root key that came along", "invalid_token", "no_root_key", content(rootKey=ROOT.pem), pinned=False)
    yield refuses("no root key, and a key set held", "invalid_token", "no_root_key", pinned=False, before=held())
    yield refuses("another root's key set", "invalid_token", "untrusted_keys", content(token(key=STRANGER, head=header(STRANGER)), keySet=theirs))
    yield refuses("another root's, which came along", "invalid_token", "untrusted_keys",
                  content(token(key=STRANGER, head=header(STRANGER)), keySet=theirs, rootKey=OTHER_ROOT.pem))
    yield refuses("another root was met when the machine was online", "invalid_token", "untrusted_keys", pinned=False, before=held(rootKey=OTHER_ROOT.pem))
    for name, text in [("missing", None), ("empty", ""), ("cut short", KEY_SET[:-4]), ("a token", token())]:
        yield refuses("key set " + name, "invalid_token", "untrusted_keys", content(keySet=text))
    yield refuses("a key that is not in the set", "invalid_token", "unknown_key", content(token(head=header(STRANGER), key=STRANGER)))
    yield refuses("a revoked key", "invalid_token", "revoked_key", content(token(head=header(REVOKED), key=REVOKED)))
    yield refuses("an older key set, brought back for a key that is revoked since", "invalid_token", "revoked_key",
                  content(keySet=key_set(7)), before=held(keySet=key_set(8, revoked=(SIGNING,))))
    head, body, signature = token().split(".")
    for name, text in [
            ("cut short", token()[:-4]), ("empty", ""), ("missing", None), ("a bit of the signature flipped", head + "." + body + "." + ("B" if signature[0] == "A" else "A") + signature[1:]),
            ("longer than it was issued", token(claims(exp=END + DAY)).rsplit(".", 1)[0] + "." + signature), ("unsigned", jws.encode({"alg": "none"}, claims()) + "."),
            ("signed by another key under this kid", token(key=STRANGER)), ("without a machine", token({k: v for k, v in claims().items() if k != "machineFingerprint"}))]:
        yield refuses("token " + name, "invalid_token", "false_token", dict(content(), token=text))


def out_of_time():
    yield refuses("in the second it ends", "invalid_token", "token_expired", clock=END)
    yield refuses("in its grace period", "invalid_token", "token_expired", clock=END + DAY)
    yield refuses("long over", "invalid_token", "token_expired", clock=END + 400 * DAY)
    yield refuses("over by the time seen before, the clock set back", "invalid_token", "token_expired", before=held(token(), END))
    yield refuses("over by the time of issue of another license", "invalid_token", "token_expired", before=held(
        token(claims(licenseKey="CGL-OTHER", iat=END, exp=END + DAY)), 0, licenseKey="CGL-OTHER"))
    ended = content(token(claims(licenseExpiresAt=IAT + DAY)))
    yield refuses("of a license that has ended", "expired", None, ended, clock=IAT + DAY)
    yield refuses("of a license that has ended before its token", "expired", None, ended, clock=END + DAY)
    yield refuses("older than what is held", "invalid_token", "older_than_held", before=held(token(claims(iat=IAT + 1))))
    yield refuses("older than what is held, and that has ended", "invalid_token", "older_than_held",
                  before=held(token(claims(iat=IAT + 1, exp=IAT + 2)), IAT + 2))
    for code in ["revoked", "suspended", "expired", "not_activated", "not_found", "wrong_product"]:
        refusal = {"code": code, "error": "The server's word"}
        yield refuses("made before the server said %s" % code, code, "refused_before", before=held(None, IAT, refusal=refusal))


def vectors():
    return {"rootPem": ROOT.pem, "productId": PRODUCT, "fingerprint": FINGERPRINT, "good": list(good()), "bad": list(bad())}
