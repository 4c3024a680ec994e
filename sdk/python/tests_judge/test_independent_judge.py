"""What the real server signs, judged by PyJWT and cryptography. Run by Debian's Python, which has them."""

import base64
import json
import urllib.request

import jwt
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding

from cg_license.rsa import RsaPublicKey
from cg_license.tokens import KeySet
from tests.clients import ServerCase
from tests.server_process import PRODUCT


class IndependentJudge(ServerCase):
    def setUp(self):
        super().setUp()
        client = self.activated()
        self.stored = client._license._load()
        self.fingerprint = client.fingerprint
        with urllib.request.urlopen(self.server.url + "/.well-known/jwks.json") as reply:
            self.keys = {key["kid"]: jwt.PyJWK.from_dict(key) for key in json.load(reply)["keys"]}
        self.signing = self.server.call("/getSigningKey")

    def test_a_token_verifies_against_the_published_keys(self):
        key = self.keys[jwt.get_unverified_header(self.stored.token)["kid"]].key
        claims = jwt.decode(self.stored.token, key, algorithms=["RS256"], audience=PRODUCT)
        self.assertEqual(claims["machineFingerprint"], self.fingerprint)
        self.assertEqual(claims["exp"] - claims["iat"], 30 * 86400)
        self.assertRaises(
            jwt.InvalidAudienceError, jwt.decode, self.stored.token, key, algorithms=["RS256"], audience="another")

    def test_a_token_changed_anywhere_verifies_nowhere(self):
        header, payload, signature = self.stored.token.split(".")
        claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
        claims["exp"] += 1
        forged = base64.urlsafe_b64encode(json.dumps(claims).encode("ascii")).rstrip(b"=").decode("ascii")
        key = self.keys[self.signing["kid"]].key
        with self.assertRaises(jwt.InvalidSignatureError):
            jwt.decode(".".join((header, forged, signature)), key, algorithms=["RS256"], audience=PRODUCT)

    def test_the_key_set_and_the_signing_key_are_the_root_s_word(self):
        root = serialization.load_pem_public_key(self.signing["rootKey"].encode("ascii"))
        payload = jwt.decode(self.signing["keySet"], root, algorithms=["RS256"])
        self.assertEqual({row["kid"] for row in payload["keys"]}, set(self.keys))
        signature = base64.b64decode(self.signing["rootSignature"])
        pem = self.signing["publicKey"].encode("ascii")
        root.verify(signature, pem, padding.PKCS1v15(), hashes.SHA256())
        self.assertRaises(InvalidSignature, root.verify, signature, pem + b" ", padding.PKCS1v15(), hashes.SHA256())

    def test_our_own_reader_comes_to_the_same_keys(self):
        keys = KeySet(self.signing["keySet"], RsaPublicKey.from_pem(self.signing["rootKey"]))
        for kid in self.keys:
            self.assertEqual(keys.find(kid)[0].thumbprint(), kid)
