"""Assembles compact JWS by hand, well formed or not, and RSA signatures with every part adjustable."""
import hashlib
import json

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from .keys import b64u

SHA256_INFO = bytes.fromhex("3031300d060960864801650304020105000420")


def compact_json(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode("utf-8")


def rs256(key, signed):
    return key.private.sign(signed, padding.PKCS1v15(), hashes.SHA256())


def encode(header, payload):
    """The two signed parts. Dictionaries become JSON; bytes are taken as they are; text is taken as already encoded."""
    def part(value):
        if isinstance(value, str):
            return value
        return b64u(value if isinstance(value, bytes) else compact_json(value))
    return part(header) + "." + part(payload)


def sign(key, header, payload, signature=None):
    """A compact JWS; `signature` makes other bytes than RS256 from (key, signed bytes)."""
    signed = encode(header, payload)
    return signed + "." + b64u((signature or rs256)(key, signed.encode("utf-8")))


def pkcs1(key, signed, info=SHA256_INFO, digest=hashlib.sha256, kind=1, fill=b"\xff", separator=b"\x00",
          first=0, padding_length=None, garbage=b""):
    """EMSA-PKCS1-v1_5 (RFC 8017 section 9.2) with each part replaceable, put through the private key."""
    tail = separator + info + digest(signed).digest() + garbage
    length = key.length - 2 - len(tail) if padding_length is None else padding_length
    message = bytes([first, kind]) + fill * length + tail
    return key.raw(message + bytes(key.length - len(message)))
