"""Key ceremonies on a running server's key folder, done with other people's cryptography instead of ours."""

import base64
import hashlib
import json
import os
import time

import jwt
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa


class KeyOffice:
    def __init__(self, folder):
        self._folder = folder
        with open(self._path("root.pem"), "rb") as file:
            self._root = serialization.load_pem_private_key(file.read(), None)
        with open(self._path("keyset.jws")) as file:
            self._payload = jwt.decode(file.read().strip(), self._root.public_key(), algorithms=["RS256"])

    @property
    def version(self):
        return self._payload["version"]

    @property
    def newest_kid(self):
        return self._payload["keys"][-1]["kid"]

    def rotate(self):
        """A new key that signs from now on; the old ones stay good for what they signed."""
        key = rsa.generate_private_key(65537, 2048)
        numbers = key.public_key().public_numbers()
        n, e = _number(numbers.n), _number(numbers.e)
        canonical = json.dumps({"e": e, "kty": "RSA", "n": n}, separators=(",", ":"))
        kid = _base64url(hashlib.sha256(canonical.encode("ascii")).digest())
        public = key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).strip()
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        self._write(kid + ".pem", private)
        self._write(kid + ".sig", base64.b64encode(self._root.sign(public, padding.PKCS1v15(), hashes.SHA256())))
        now = int(time.time())
        self._payload["keys"].append({"kid": kid, "n": n, "e": e, "nbf": now, "exp": now + 3650 * 86400})
        self._publish()
        return kid

    def revoke(self, kid):
        self._payload["keys"] = [row for row in self._payload["keys"] if row["kid"] != kid]
        self._payload["revoked"].append(kid)
        self._publish()

    def _publish(self):
        self._payload.update(version=self.version + 1, issuedAt=int(time.time()))
        self._write("keyset.jws", jwt.encode(self._payload, self._root, algorithm="RS256").encode("ascii"))
        # A key signs when it has been published for a minute: as if that were over.
        published = time.time() - 120 + self.version
        os.utime(self._path("keyset.jws"), (published, published))

    def _write(self, name, data):
        with open(self._path(name + ".new"), "wb") as file:
            file.write(data)
        os.replace(self._path(name + ".new"), self._path(name))

    def _path(self, name):
        return os.path.join(self._folder, name)


def _base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _number(value):
    return _base64url(value.to_bytes((value.bit_length() + 7) // 8, "big"))
