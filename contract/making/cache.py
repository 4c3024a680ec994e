"""Sealed license files: HKDF from `cryptography`, HMAC from the standard library."""
import base64
import hashlib
import hmac
import json
import struct

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FINGERPRINT = hashlib.sha256(b"vector machine").hexdigest()
OTHER_MACHINE = hashlib.sha256(b"another machine").hexdigest()
SALT = "demo-salt"
MAGIC = b"CGL1"


def seal(plaintext, fingerprint, salt, nonce, magic=MAGIC, info=b"cglicense/cache/v1"):
    keys = HKDF(hashes.SHA256(), 64, salt.encode("utf-8"), info).derive(fingerprint.encode("ascii"))
    encryption, mac = keys[:32], keys[32:]
    stream = b"".join(
        hmac.new(encryption, nonce + struct.pack(">I", block), hashlib.sha256).digest()
        for block in range((len(plaintext) + 31) // 32))
    ciphertext = bytes(a ^ b for a, b in zip(plaintext, stream))
    tag = hmac.new(mac, magic + nonce + ciphertext, hashlib.sha256).digest()
    return magic + nonce + tag + ciphertext


def text64(data):
    return base64.b64encode(data).decode("ascii")


def license_json(**more):
    content = {"version": 1, "productId": "demo-tool", "licenseKey": "CGL-00000-11111-22222-33333-44444", "seenAt": 1780000000}
    content.update(more)
    return json.dumps(content, ensure_ascii=False)


def good():
    texts = [
        ("nothing", ""), ("one byte", "x"), ("one byte under a block", "a" * 31), ("one block", "b" * 32),
        ("one byte over a block", "c" * 33), ("two blocks", "d" * 64), ("several kilobytes", "license " * 1000),
        ("a license", license_json()), ("a refusal", license_json(
            refusal={"code": "revoked", "error": "License has been revoked"}, status="revoked")),
        ("a message beyond ASCII", license_json(message="Zahlung überfällig – 支払い期限 🎬"))]
    rows = [(name, FINGERPRINT, SALT, text) for name, text in texts]
    rows += [("salt " + name, FINGERPRINT, salt, license_json()) for name, salt in [
        ("beyond ASCII", "塩-ключ-🔑"), ("of one character", "s"), ("of one HMAC block", "k" * 64),
        ("longer than an HMAC block", "k" * 65), ("with a line break", "a\nb")]]
    rows.append(("another machine's own file", OTHER_MACHINE, SALT, license_json()))
    for number, (name, fingerprint, salt, text) in enumerate(rows):
        nonce = hashlib.sha256(b"nonce %d" % number).digest()[:16]
        yield {"name": name, "fingerprint": fingerprint, "salt": salt, "nonceHex": nonce.hex(), "plaintext": text,
               "fileBase64": text64(seal(text.encode("utf-8"), fingerprint, salt, nonce))}


def bad():
    nonce = hashlib.sha256(b"bad nonce").digest()[:16]
    plain = license_json().encode("utf-8")
    whole = seal(plain, FINGERPRINT, SALT, nonce)

    def flipped(at, bit=1):
        changed = bytearray(whole)
        changed[at] ^= bit
        return bytes(changed)

    rows = [("empty", b""), ("one byte", whole[:1])]
    rows += [("cut " + where, whole[:length]) for where, length in [
        ("inside the magic", 3), ("after the magic", 4), ("inside the nonce", 12), ("after the nonce", 20),
        ("inside the tag", 40), ("one byte before the ciphertext", 51), ("before the ciphertext", 52),
        ("inside the ciphertext", 60), ("one byte before the end", len(whole) - 1)]]
    rows += [("bit flipped in " + where, flipped(at, bit)) for where, at, bit in [
        ("the magic", 0, 1), ("the version digit", 3, 3), ("the first nonce byte", 4, 1), ("the last nonce byte", 19, 128),
        ("the first tag byte", 20, 1), ("the last tag byte", 51, 128), ("the first ciphertext byte", 52, 1),
        ("the middle", len(whole) // 2, 16), ("the last byte", -1, 128)]]
    rows += [
        ("one byte appended", whole + b"\0"), ("line end appended", whole + b"\n"), ("doubled", whole + whole),
        ("byte order mark in front", b"\xef\xbb\xbf" + whole), ("all zeros", bytes(len(whole))),
        ("tag of zeros", whole[:20] + bytes(32) + whole[52:]), ("plain JSON", plain), ("base64 of a good file", text64(whole).encode()),
        ("sealed for another salt", seal(plain, FINGERPRINT, SALT + "x", nonce)),
        ("sealed for another machine", seal(plain, OTHER_MACHINE, SALT, nonce)),
        ("sealed under another magic", seal(plain, FINGERPRINT, SALT, nonce, magic=b"CGL2")),
        ("sealed under another purpose", seal(plain, FINGERPRINT, SALT, nonce, info=b"cglicense/cache/v2")),
        ("two files' halves", whole[:52] + seal(plain, FINGERPRINT, SALT, bytes(16))[52:])]
    for name, data in rows:
        yield {"name": name, "fingerprint": FINGERPRINT, "salt": SALT, "fileBase64": text64(data)}
    for name, fingerprint, salt in [
            ("read with another salt", FINGERPRINT, "Demo-salt"), ("read on another machine", OTHER_MACHINE, SALT),
            ("read with the fingerprint in capitals", FINGERPRINT.upper(), SALT)]:
        yield {"name": name, "fingerprint": fingerprint, "salt": salt, "fileBase64": text64(whole)}


def vectors():
    return {"good": list(good()), "bad": list(bad())}
