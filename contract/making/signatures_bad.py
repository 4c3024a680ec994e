"""Bad signatures: PKCS#1 v1.5 as RFC 8017 section 8.2.2 has it, and the forgeries that lenient verifiers let pass."""
import hashlib

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from . import jws
from .keys import CUBE, SECOND, SIGNING, STRANGER, b64u
from .token_base import IAT, claims, header, token

SHA1_INFO = bytes.fromhex("3021300906052b0e03021a05000414")
SHA224_INFO = bytes.fromhex("302d300d06096086480165030402040500041c")
SHA384_INFO = bytes.fromhex("3041300d060960864801650304020205000430")
SHA512_INFO = bytes.fromhex("3051300d060960864801650304020305000440")
MD5_INFO = bytes.fromhex("3020300c06082a864886f70d020505000410")


def whole(number):
    return number.to_bytes(SIGNING.length, "big")


def exchanged():
    head, body, signature = token().split(".")
    yield "a bit of the signature flipped", ".".join([head, body, ("B" if signature[0] == "A" else "A") + signature[1:]])
    yield "last byte of the signature changed", ".".join([head, body, b64u(jws.rs256(SIGNING, (head + "." + body).encode())[:-1] + b"\0")])
    yield "signature backwards", token(signature=lambda key, signed: jws.rs256(key, signed)[::-1])
    yield "a longer life under this signature", ".".join([head, b64u(jws.compact_json(claims(exp=IAT + 10 ** 9))), signature])
    yield "no payload under this signature", head + ".." + signature
    yield "another machine under this signature", ".".join(
        [head, b64u(jws.compact_json(claims(machineFingerprint="1" * 64))), signature])
    yield "another header under this signature", ".".join([b64u(jws.compact_json({"alg": "RS256", "kid": SIGNING.kid})), body, signature])
    yield "id of one key, signature of another", token(head=header(SECOND), key=SIGNING)
    yield "signature of a key outside the set", token(key=STRANGER)
    yield "signature over the payload alone", token(signature=lambda key, signed: jws.rs256(key, signed.split(b".")[1]))
    yield "signature over the decoded parts", token(signature=lambda key, signed: jws.rs256(
        key, jws.compact_json(header()) + b"." + jws.compact_json(claims())))
    yield "signature with a line end in the signed bytes", token(signature=lambda key, signed: jws.rs256(key, signed + b"\n"))


def lengths():
    yield "one byte", lambda key, signed: b"\0"
    yield "a hash of the signed bytes", lambda key, signed: hashlib.sha256(signed).digest()
    yield "first half", lambda key, signed: jws.rs256(key, signed)[:128]
    yield "one byte short", lambda key, signed: jws.rs256(key, signed)[:-1]
    yield "a zero byte in front", lambda key, signed: b"\0" + jws.rs256(key, signed)
    yield "a zero byte behind", lambda key, signed: jws.rs256(key, signed) + b"\0"
    yield "twice", lambda key, signed: jws.rs256(key, signed) * 2
    yield "ten thousand zeros", lambda key, signed: bytes(10000)


def numbers():
    n = SIGNING.n
    for name, number in [("0", 0), ("1", 1), ("2", 2), ("n - 1", n - 1), ("n", n), ("n + 1", n + 1), ("the highest of its length", 2 ** 2048 - 1)]:
        yield "the number " + name, lambda key, signed, value=number: whole(value)


def leading_zero_dropped():
    for number in range(100_000):
        content = claims(jti="tok_%d" % number)
        if jws.rs256(SIGNING, jws.encode(header(), content).encode())[0] == 0:
            return token(content, signature=lambda key, signed: jws.rs256(key, signed)[1:])
    raise RuntimeError("no signature with a leading zero found")


def modulus_added():
    """The same residue, another number: RFC 8017 section 5.2.2 refuses representatives outside [0, n - 1]."""
    for number in range(100_000):
        content = claims(jti="tok_%d" % number)
        value = int.from_bytes(jws.rs256(SIGNING, jws.encode(header(), content).encode()), "big") + SIGNING.n
        if value < 2 ** 2048:
            return token(content, signature=lambda key, signed: whole(value))
    raise RuntimeError("no signature small enough found")


def encodings():
    made = jws.pkcs1
    info = jws.SHA256_INFO
    return {
        "block type 0": lambda k, s: made(k, s, kind=0),
        "block type 2": lambda k, s: made(k, s, kind=2),
        "first byte 1": lambda k, s: made(k, s, first=0x01),
        "padding of zeros": lambda k, s: made(k, s, fill=b"\0"),
        "padding of FE": lambda k, s: made(k, s, fill=b"\xfe"),
        "no byte between padding and digest": lambda k, s: made(k, s, separator=b"\xff"),
        "no padding": lambda k, s: made(k, s, padding_length=0),
        "eight bytes of padding, then garbage": lambda k, s: made(k, s, padding_length=8, garbage=b"\x5a" * 194),
        "padding one byte short, zero behind": lambda k, s: made(k, s, padding_length=k.length - 55),
        "garbage behind the digest": lambda k, s: made(k, s, garbage=b"\0\0\0\0"),
        "no digest description": lambda k, s: made(k, s, info=b""),
        "digest description without NULL": lambda k, s: made(k, s, info=bytes.fromhex("302f300b0609608648016503040201") + b"\x04\x20"),
        "digest description with garbage for NULL": lambda k, s: made(k, s, info=info.replace(b"\x05\x00", b"\x04\x00")),
        "digest description with a long NULL": lambda k, s: made(
            k, s, info=bytes.fromhex("3035301106096086480165030402010504deadbeef0420")),
        "digest description in long-form BER": lambda k, s: made(k, s, info=b"\x30\x81\x31" + info[2:]),
        "digest description of another hash": lambda k, s: made(k, s, info=SHA384_INFO),
        "object id of SHA3-256": lambda k, s: made(k, s, info=info[:14] + b"\x08" + info[15:]),
        "digest of SHA-1 as SHA-256": lambda k, s: made(k, s, digest=lambda data: hashlib.sha256(hashlib.sha1(data).digest())),
        "SHA-1": lambda k, s: made(k, s, info=SHA1_INFO, digest=hashlib.sha1),
        "SHA-224": lambda k, s: made(k, s, info=SHA224_INFO, digest=hashlib.sha224),
        "SHA-384": lambda k, s: made(k, s, info=SHA384_INFO, digest=hashlib.sha384),
        "SHA-512": lambda k, s: made(k, s, info=SHA512_INFO, digest=hashlib.sha512),
        "MD5": lambda k, s: made(k, s, info=MD5_INFO, digest=hashlib.md5),
        "digest twice hashed": lambda k, s: made(k, s, digest=lambda data: hashlib.sha256(hashlib.sha256(data).digest())),
        "digest backwards": lambda k, s: made(k, s, digest=lambda data: Backwards(data)),
        "PSS": lambda k, s: k.private.sign(s, padding.PSS(padding.MGF1(hashes.SHA256()), 0), hashes.SHA256()),
    }


class Backwards:
    def __init__(self, data):
        self.data = data

    def digest(self):
        return hashlib.sha256(self.data).digest()[::-1]


def cube_root_forgery(key, signed):
    """Bleichenbacher 2006: with e = 3 and a verifier that ignores what follows the digest, no private key is needed."""
    prefix = b"\x00\x01" + b"\xff" * 8 + b"\x00" + jws.SHA256_INFO + hashlib.sha256(signed).digest()
    highest = int.from_bytes(prefix + b"\xff" * (key.length - len(prefix)), "big")
    low, high = 0, 1 << (key.length * 8 // 3 + 1)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if middle ** 3 <= highest else (low, middle - 1)
    assert (low ** 3).to_bytes(key.length, "big").startswith(prefix)
    return low.to_bytes(key.length, "big")


def rows():
    fault = "bad_signature"
    for name, text in exchanged():
        yield name, text, fault
    for group in (lengths(), numbers(), encodings().items()):
        for name, signature in group:
            yield "signature: " + name, token(signature=signature), fault
    yield "signature: leading zero byte dropped", leading_zero_dropped(), fault
    yield "signature: modulus added", modulus_added(), fault
    yield "signature: cube root for exponent 3", token(head=header(CUBE), key=CUBE, signature=cube_root_forgery), fault
