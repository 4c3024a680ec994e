"""The test keys: read from contract/keys/, made there once when missing."""
import base64
import hashlib
import pathlib

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "keys"


def b64u(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def int_bytes(number):
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


class TestKey:
    def __init__(self, name, bits=2048, exponent=65537):
        path = FOLDER / (name + ".pem")
        if not path.exists():
            FOLDER.mkdir(exist_ok=True)
            made = rsa.generate_private_key(exponent, bits)
            path.write_bytes(made.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
        self.private = serialization.load_pem_private_key(path.read_bytes(), None)
        self.public = self.private.public_key()
        numbers = self.private.private_numbers()
        self.d, self.n, self.e = numbers.d, numbers.public_numbers.n, numbers.public_numbers.e
        self.length = (self.n.bit_length() + 7) // 8

    @property
    def pem(self):
        return self.public.public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode("ascii")

    @property
    def der(self):
        return self.public.public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)

    @property
    def kid(self):
        """RFC 7638: SHA-256 over the required members in lexical order."""
        canonical = '{"e":"%s","kty":"RSA","n":"%s"}' % (b64u(int_bytes(self.e)), b64u(int_bytes(self.n)))
        return b64u(hashlib.sha256(canonical.encode("ascii")).digest())

    def row(self, nbf, exp):
        return {"kid": self.kid, "n": b64u(int_bytes(self.n)), "e": b64u(int_bytes(self.e)), "nbf": nbf, "exp": exp}

    def raw(self, encoded_message):
        """The bare RSA operation on any encoded message, right or wrong."""
        return pow(int.from_bytes(encoded_message, "big"), self.d, self.n).to_bytes(self.length, "big")


ROOT = TestKey("root", 3072)
OTHER_ROOT = TestKey("other-root", 3072)
SIGNING = TestKey("signing")
SECOND = TestKey("second")
RETIRED = TestKey("retired")
REVOKED = TestKey("revoked")
STRANGER = TestKey("stranger")
SMALL = TestKey("small-1024", 1024)
CUBE = TestKey("exponent-3", 2048, 3)
