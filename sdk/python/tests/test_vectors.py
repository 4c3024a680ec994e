import base64
import unittest

from cg_license import fingerprint, storage, tokens
from cg_license.rsa import RsaPublicKey

from . import contract


class TokenVectors(unittest.TestCase):
    def setUp(self):
        self.vectors = contract.read("tokens", "vectors.json")
        self.keys = tokens.KeySet(self.vectors["keySet"], RsaPublicKey.from_pem(self.vectors["rootPem"]))

    def test_genuine_tokens_are_read_with_their_claims(self):
        for vector in self.vectors["good"] + self.vectors["foreign"]:
            with self.subTest(vector["name"]):
                reading = tokens.read_token(vector["token"], self.keys)
                self.assertIsNone(reading.fault)
                expected = vector["claims"]
                self.assertEqual(
                    (reading.claims.iat, reading.claims.exp, reading.claims.license_key, reading.claims.features),
                    (expected["iat"], expected["exp"], expected["licenseKey"], expected["features"]))
                self.assertEqual(
                    (reading.claims.license_expires_at, reading.claims.message, reading.claims.sid),
                    (expected.get("licenseExpiresAt"), expected.get("message"), expected.get("sid")))

    def test_every_forgery_is_refused_for_its_own_fault(self):
        for vector in self.vectors["bad"]:
            with self.subTest(vector["name"]):
                self.assertEqual(tokens.read_token(vector["token"], self.keys).fault, vector["fault"])


class KeySetVectors(unittest.TestCase):
    def setUp(self):
        self.vectors = contract.read("keysets", "vectors.json")
        self.root = RsaPublicKey.from_pem(self.vectors["rootPem"])

    def test_key_sets_of_the_root_are_read(self):
        for vector in self.vectors["good"]:
            with self.subTest(vector["name"]):
                keys = tokens.KeySet(vector["jws"], self.root)
                self.assertEqual(keys.version, vector["version"])
                self.assertEqual(sorted(keys.revoked), sorted(vector["revoked"]))
                for kid in vector["kids"]:
                    self.assertEqual(keys.find(kid) is None, kid in vector["revoked"])

    def test_every_other_text_is_refused(self):
        for vector in self.vectors["bad"]:
            with self.subTest(vector["name"]):
                self.assertRaises(ValueError, tokens.KeySet, vector["jws"], self.root)

    def test_a_key_set_of_another_root_is_refused(self):
        other = RsaPublicKey.from_pem(self.vectors["otherRootPem"])
        for vector in self.vectors["good"]:
            self.assertRaises(ValueError, tokens.KeySet, vector["jws"], other)


class SealedFileVectors(unittest.TestCase):
    def setUp(self):
        self.vectors = contract.read("cache", "vectors.json")

    def test_sealing_gives_the_same_bytes_as_the_other_sdks(self):
        for vector in self.vectors["good"]:
            with self.subTest(vector["name"]):
                plaintext, sealed = vector["plaintext"].encode("utf-8"), base64.b64decode(vector["fileBase64"])
                nonce = bytes.fromhex(vector["nonceHex"])
                self.assertEqual(storage.seal(plaintext, vector["fingerprint"], vector["salt"], nonce), sealed)
                self.assertEqual(storage.unseal(sealed, vector["fingerprint"], vector["salt"]), plaintext)

    def test_a_damaged_or_foreign_file_does_not_open(self):
        for vector in self.vectors["bad"]:
            with self.subTest(vector["name"]):
                sealed = base64.b64decode(vector["fileBase64"])
                self.assertIsNone(storage.unseal(sealed, vector["fingerprint"], vector["salt"]))


class FingerprintVectors(unittest.TestCase):
    def test_a_machine_has_the_same_fingerprint_in_every_sdk(self):
        for vector in contract.read("fingerprints", "vectors.json"):
            self.assertEqual(fingerprint.compute(vector["salt"], vector["identity"]), vector["fingerprint"])
