import json
import os
import shutil
import tempfile
import unittest

from cg_license import LicenseError
from cg_license.api import ServerApi
from cg_license.cached import CachedLicense
from cg_license.conversation import KeyTrust
from cg_license.machine_license import MachineLicense
from cg_license.rsa import RsaPublicKey
from cg_license.storage import LicenseFile

from . import contract

SALT = "demo-salt"


class OfflineFileVectors(unittest.TestCase):
    """Every file of the contract, on a machine that holds what the vector says; no server exists."""

    def setUp(self):
        self.vectors = contract.read("offline", "vectors.json")
        self.folder = tempfile.mkdtemp(prefix="cglicense-offline-")
        self.addCleanup(shutil.rmtree, self.folder)

    def machine(self, vector):
        """A machine that holds what the vector says, with its license file beside it."""
        folder = tempfile.mkdtemp(dir=self.folder)
        root = RsaPublicKey.from_pem(self.vectors["rootPem"]) if vector["pinned"] else None
        machine = MachineLicense(
            ServerApi("http://127.0.0.1:9", "test"), KeyTrust(root), folder, self.vectors["productId"], SALT, "python/test")
        machine._fingerprint = self.vectors["fingerprint"]
        machine.now = lambda: vector["clock"]
        if vector["held"] is not None:
            held = CachedLicense.from_json(json.dumps(vector["held"]).encode("utf-8"), self.vectors["productId"])
            self.file(folder).save(held, self.vectors["fingerprint"])
        carried = os.path.join(folder, "demo-tool.cglicense")
        with open(carried, "w", encoding="utf-8") as file:
            file.write(vector["file"])
        return machine, carried

    def file(self, folder):
        return LicenseFile(folder, self.vectors["productId"], SALT)

    def content(self, machine):
        """The bytes of license.dat; None when there is none."""
        try:
            with open(machine.path, "rb") as file:
                return file.read()
        except FileNotFoundError:
            return None

    def test_a_good_file_becomes_the_license_of_the_machine(self):
        for vector in self.vectors["good"]:
            with self.subTest(vector["name"]):
                machine, carried = self.machine(vector)
                outcome = machine.activate_from_file(carried)
                self.assertTrue(outcome.runs)
                claims = machine.claims(outcome.cached)
                kept = self.file(os.path.dirname(machine.path)).load(self.vectors["fingerprint"])
                self.assertEqual(json.loads(vector["file"])["token"], kept.token)
                self.assertEqual((vector["seenAt"], vector["keySet"]), (kept.seen_at, kept.key_set))
                self.assertEqual(
                    (claims.license_key, claims.status, claims.variant, claims.license_type, claims.features, claims.message),
                    (kept.license_key, kept.status, kept.variant, kept.license_type, kept.features, kept.message))
                self.assertEqual((1, 2, None), (kept.machines_used, kept.max_machines, kept.refusal))
                self.assertEqual((vector["held"] or {}).get("rootKey"), kept.root_key)

    def test_a_bad_file_is_refused_for_its_own_reason_and_changes_nothing(self):
        for vector in self.vectors["bad"]:
            with self.subTest(vector["name"]):
                machine, carried = self.machine(vector)
                before = self.content(machine)
                with self.assertRaises(LicenseError) as refused:
                    machine.activate_from_file(carried)
                self.assertEqual((vector["code"], vector["reason"]), (refused.exception.code, refused.exception.reason))
                self.assertEqual(before, self.content(machine))
                self.assertNotIn("CGL-", refused.exception.message)

    def test_a_file_that_is_not_there_is_named(self):
        machine, carried = self.machine(self.vectors["good"][0])
        for path in (carried + ".gone", os.path.dirname(carried), "a\0b"):
            with self.assertRaises(LicenseError) as refused:
                machine.activate_from_file(path)
            self.assertEqual(("invalid_request", "file_unreadable"), (refused.exception.code, refused.exception.reason))
            self.assertIn(path, refused.exception.message)

    def test_both_machines_are_named_in_short_when_the_file_is_another_s(self):
        vector = next(each for each in self.vectors["bad"] if each["name"] == "for another machine")
        machine, carried = self.machine(vector)
        with self.assertRaises(LicenseError) as refused:
            machine.activate_from_file(carried)
        self.assertIn("00000000…", refused.exception.message)
        self.assertIn(self.vectors["fingerprint"][:8] + "…", refused.exception.message)
        self.assertNotIn(self.vectors["fingerprint"], refused.exception.message)

    def test_a_request_says_who_asks_and_a_place_that_cannot_be_written_is_named(self):
        machine, carried = self.machine(self.vectors["good"][0])
        request = os.path.join(os.path.dirname(carried), "demo-tool.cgrequest")
        machine.write_request(request)
        with open(request, encoding="utf-8") as file:
            written = json.load(file)
        self.assertEqual(
            ("cglicense-request/1", self.vectors["productId"], self.vectors["fingerprint"], "python/test"),
            (written["format"], written["productId"], written["machineFingerprint"], written["sdk"]))
        self.assertTrue(written["hostname"])
        missing = os.path.join(carried, "below", "a-file")
        with self.assertRaises(LicenseError) as refused:
            machine.write_request(missing)
        self.assertEqual(("invalid_request", "file_not_written"), (refused.exception.code, refused.exception.reason))
        self.assertIn(missing, refused.exception.message)


if __name__ == "__main__":
    unittest.main()
