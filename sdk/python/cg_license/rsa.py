"""RSA public keys and the one thing done with them: checking RS256 signatures (RFC 7518 section 3.3).

Only public values pass through here, so that Python's ``pow`` leaks nothing by its timing.
"""

from __future__ import annotations

import binascii
import hashlib

from .wire import base64url_encode

# DigestInfo of SHA-256 up to the hash itself, RFC 8017 section 9.2 note 1.
_SHA256_DIGEST_INFO = bytes.fromhex("3031300d060960864801650304020105000420")
_RSA_ENCRYPTION = bytes.fromhex("2a864886f70d010101")
_INTEGER, _BIT_STRING, _OBJECT_ID, _SEQUENCE = 0x02, 0x03, 0x06, 0x30
_MIN_MODULUS_BYTES = 256
_MAX_EXPONENT_BYTES = 8


class RsaPublicKey:
    """An RSA public key of at least 2048 bits; ValueError for anything else."""

    __slots__ = ("_modulus", "_exponent", "_length")

    def __init__(self, modulus: bytes, exponent: bytes) -> None:
        modulus, exponent = modulus.lstrip(b"\0"), exponent.lstrip(b"\0")
        if len(modulus) < _MIN_MODULUS_BYTES:
            raise ValueError("An RSA key under 2048 bits proves nothing (RFC 7518 section 3.3).")
        if not exponent or len(exponent) > _MAX_EXPONENT_BYTES or not exponent[-1] & 1 or exponent == b"\x01":
            raise ValueError("Not an RSA public exponent.")
        self._modulus = int.from_bytes(modulus, "big")
        self._exponent = int.from_bytes(exponent, "big")
        self._length = len(modulus)

    def thumbprint(self) -> str:
        """The key's id: its RFC 7638 thumbprint, SHA-256, base64url."""
        n = base64url_encode(self._modulus.to_bytes(self._length, "big"))
        e = base64url_encode(self._exponent.to_bytes(_MAX_EXPONENT_BYTES, "big").lstrip(b"\0"))
        canonical = '{"e":"%s","kty":"RSA","n":"%s"}' % (e, n)
        return base64url_encode(hashlib.sha256(canonical.encode("ascii")).digest())

    def verify(self, data: bytes, signature: bytes) -> bool:
        """RSASSA-PKCS1-v1_5 with SHA-256, RFC 8017 section 8.2.2.

        The padding is built and compared as a whole, never parsed: parsing it leniently is what lets signatures be
        forged without the private key (Bleichenbacher 2006).
        """
        if len(signature) != self._length:
            return False
        number = int.from_bytes(signature, "big")
        if number >= self._modulus:
            return False
        recovered = pow(number, self._exponent, self._modulus).to_bytes(self._length, "big")
        return recovered == self._encoded(hashlib.sha256(data).digest())

    def _encoded(self, digest: bytes) -> bytes:
        tail = _SHA256_DIGEST_INFO + digest
        return b"\0\1" + b"\xff" * (self._length - len(tail) - 3) + b"\0" + tail

    @classmethod
    def from_pem(cls, pem: str) -> RsaPublicKey:
        """Reads ``BEGIN PUBLIC KEY`` (RFC 5280) or ``BEGIN RSA PUBLIC KEY`` (RFC 8017); ValueError otherwise."""
        spki = _pem_block(pem, "PUBLIC KEY")
        if spki is not None:
            return cls._from_pkcs1(_public_key_bits(spki))
        pkcs1 = _pem_block(pem, "RSA PUBLIC KEY")
        if pkcs1 is not None:
            return cls._from_pkcs1(pkcs1)
        raise ValueError("No RSA public key in PEM form found (expected -----BEGIN PUBLIC KEY-----).")

    @classmethod
    def _from_pkcs1(cls, der: bytes) -> RsaPublicKey:
        fields, _ = _der_value(der, _SEQUENCE)
        modulus, rest = _der_value(fields, _INTEGER)
        exponent, _ = _der_value(rest, _INTEGER)
        return cls(modulus, exponent)


def _pem_block(text: str, label: str) -> bytes | None:
    _, begin, rest = text.partition("-----BEGIN %s-----" % label)
    if not begin:
        return None
    body, end, _ = rest.partition("-----END %s-----" % label)
    if not end:
        raise ValueError("The PEM block has no end line.")
    body = "".join(body.split())
    data = binascii.a2b_base64(body)
    # binascii skips foreign characters; what does not come out the same way was not base64.
    if binascii.b2a_base64(data, newline=False).decode("ascii") != body:
        raise ValueError("The PEM block is not base64.")
    return data


def _public_key_bits(spki: bytes) -> bytes:
    outer, _ = _der_value(spki, _SEQUENCE)
    algorithm, rest = _der_value(outer, _SEQUENCE)
    if _der_value(algorithm, _OBJECT_ID)[0] != _RSA_ENCRYPTION:
        raise ValueError("The public key is not an RSA key.")
    bits, _ = _der_value(rest, _BIT_STRING)
    if len(bits) < 2 or bits[0] != 0:
        raise ValueError("The public key's bit string is damaged.")
    return bits[1:]


def _der_value(data: bytes, tag: int) -> tuple:
    """The value of the first element of ``data`` and what follows it."""
    if len(data) < 2:
        raise ValueError("The key is cut short.")
    if data[0] != tag:
        raise ValueError("The key is not the DER structure it should be.")
    length, start = data[1], 2
    if length >= 0x80:
        start += length & 0x7F
        if not 2 < start <= 4:
            raise ValueError("The key is too long to be one.")
        length = int.from_bytes(data[2:start], "big")
    if start + length > len(data):
        raise ValueError("The key is cut short.")
    return data[start:start + length], data[start + length:]
