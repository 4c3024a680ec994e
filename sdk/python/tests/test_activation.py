import os
import stat
import sys

from cg_license import exceptions, wire

from .clients import DAY, NOBODY, ServerCase, make_client
from .server_process import PRODUCT


class Activation(ServerCase):
    def test_it_answers_the_fields_of_the_page(self):
        key = self.server.new_license(maxMachines=3, variant="studio")
        info = self.client().activate(key)
        self.assertEqual(
            {name: info[name] for name in ("machinesUsed", "maxMachines", "expiresAt", "status", "variant", "message")},
            {"machinesUsed": 1, "maxMachines": 3, "expiresAt": None, "status": "active", "variant": "studio", "message": None})
        self.assertEqual((info["licenseType"], info["features"], info["licenseExpiresAt"]), ("per-machine", [], None))
        self.assertGreater(wire.unix_time(info["tokenExpiresAt"]), 0)
        self.assertNotIn("sessionId", info)

    def test_expires_at_is_the_license_s_end_and_never_the_token_s(self):
        client = self.client()
        info = client.activate(self.server.new_license(expiresAt="2099-01-31T00:00:00Z"))
        self.assertEqual(info["expiresAt"], "2099-01-31T00:00:00.000Z")
        self.assertLess(info["tokenExpiresAt"], info["expiresAt"])
        self.assertEqual(client.get_license_info()["license_expires_at"], info["expiresAt"])
        self.assertEqual(client.get_license_info()["expires_at"], info["tokenExpiresAt"])

    def test_a_machine_takes_one_slot_however_often_it_is_activated(self):
        key = self.server.new_license(maxMachines=1)
        for _ in range(3):
            self.assertEqual(self.client().activate(key)["machinesUsed"], 1)
        activation, = self.server.machines(key)
        self.assertEqual(activation["fingerprint"], self.client().fingerprint)
        self.assertTrue(activation["hostname"])

    def test_one_machine_too_many_is_a_machine_limit_error(self):
        key = self.server.new_license(maxMachines=1)
        self.client("first").activate(key)
        with self.assertRaises(exceptions.MachineLimitError) as caught:
            self.client("second").activate(key)
        self.assertEqual(caught.exception.code, "machine_limit")
        self.assertIn("(1)", caught.exception.message)

    def test_each_refusal_is_its_own_class(self):
        revoked, suspended = self.server.new_license(), self.server.new_license()
        self.server.call("/revokeLicense", licenseKey=revoked, reason="manual")
        self.server.call("/updateLicense", licenseKey=suspended, status="suspended")
        expired = self.server.new_license(expiresAt="2020-01-01T00:00:00Z")
        for key, kind, code in (
            ("CGL-NOT-A-KEY", exceptions.LicenseNotFoundError, "not_found"),
            (revoked, exceptions.LicenseRevokedError, "revoked"),
            (suspended, exceptions.LicenseSuspendedError, "suspended"),
            (expired, exceptions.LicenseExpiredError, "expired"),
        ):
            with self.subTest(code):
                with self.assertRaises(kind) as caught:
                    self.client().activate(key)
                self.assertEqual(caught.exception.code, code)

    def test_another_product_s_key_and_too_many_attempts_have_codes_of_their_own(self):
        key = self.server.new_license()
        other = make_client(self.server.url, self.folder, product="another")
        with self.assertRaises(exceptions.LicenseError) as caught:
            other.activate(key)
        self.assertEqual(caught.exception.code, "wrong_product")
        key = self.server.new_license(maxMachines=-1)
        with self.assertRaises(exceptions.LicenseError) as caught:
            for number in range(20):
                self.client("machine-%d" % number).activate(key)
        self.assertEqual(caught.exception.code, "rate_limited")
        self.assertGreater(caught.exception.retry_after, 0)

    def test_a_failed_activation_leaves_the_license_that_was_there(self):
        client = self.activated()
        before = client.get_license_info()
        self.assertRaises(exceptions.LicenseNotFoundError, client.activate, "CGL-NOT-A-KEY")
        self.assertIs(client.check_license(), True)
        self.assertEqual(client.get_license_info(), before)

    def test_a_server_that_is_not_there_is_a_network_error(self):
        with self.assertRaises(exceptions.NetworkError) as caught:
            make_client(NOBODY, self.folder).activate("CGL-KEY")
        self.assertEqual(caught.exception.code, "network")
        self.assertEqual(os.listdir(self.folder), [])

    def test_a_key_as_people_type_it_is_stored_as_the_server_writes_it(self):
        key = self.server.new_license()
        client = self.client()
        client.activate("  " + key.lower() + "\n")
        self.assertEqual(client.get_license_info()["license_key"], key)

    def test_the_file_is_for_its_owner_only_and_hides_the_key(self):
        client = self.activated()
        self.assertEqual(client.license_file, os.path.join(self.folder, "license.dat"))
        if sys.platform != "win32":  # which has access lists instead of modes
            self.assertEqual(stat.S_IMODE(os.stat(client.license_file).st_mode), 0o600)
        self.assertEqual(os.listdir(self.folder), ["license.dat"])
        with open(client.license_file, "rb") as file:
            self.assertNotIn(client.get_license_info()["license_key"].encode("ascii"), file.read())

    def test_a_slash_at_the_end_of_the_server_s_address_does_no_harm(self):
        client = make_client(self.server.url + "/", self.folder)
        self.assertEqual(client.activate(self.server.new_license())["status"], "active")

    def test_the_root_key_of_the_server_can_be_pinned_and_another_takes_no_slot(self):
        from . import contract

        root = self.server.call("/getSigningKey")["rootKey"]
        key = self.server.new_license()
        stranger = contract.read("tokens", "vectors.json")["rootPem"]
        with self.assertRaises(exceptions.InvalidTokenError) as caught:
            self.client(public_key=stranger).activate(key)
        self.assertEqual(caught.exception.reason, "untrusted_keys")
        self.assertEqual(self.server.machines(key), [])
        self.assertEqual(self.client(public_key=root).activate(key)["machinesUsed"], 1)


class LicenseInfo(ServerCase):
    def test_it_has_the_fields_of_the_page(self):
        client = self.client()
        self.assertIsNone(client.get_license_info())
        key = self.server.new_license(expiresAt=wire.iso_time(client._license.now() + 10.5 * DAY))
        client.activate(key)
        info = client.get_license_info()
        self.assertEqual(
            (info["license_key"], info["product_id"], info["status"], info["variant"], info["message"]),
            (key, PRODUCT, "active", "indie", None))
        self.assertEqual((info["machines_used"], info["max_machines"], info["days_remaining"]), (1, 2, 10))
        self.assertEqual(sorted(info), sorted((
            "license_key", "product_id", "status", "variant", "message", "machines_used", "max_machines", "expires_at",
            "license_expires_at", "days_remaining")))

    def test_without_a_license_it_says_so_after_a_check(self):
        client = self.client()
        client.check_license()
        info = client.get_license_info()
        self.assertEqual((info["license_key"], info["status"], info["days_remaining"]), (None, "not_activated", None))

    def test_a_new_process_knows_as_much_after_its_check(self):
        first = self.activated()
        second = self.client()
        self.assertIs(second.check_license(), True)
        self.assertEqual(second.get_license_info(), first.get_license_info())
        self.assertEqual((second.get_status(), second.get_message(), second.get_error()), ("active", None, None))

    def test_features_come_from_the_signed_token(self):
        self.server.call("/createVariant", productId=PRODUCT, name="pro", features=["render", "export"])
        client = self.activated(variant="pro")
        self.assertEqual(client.get_features(), ["render", "export"])


class Deactivation(ServerCase):
    def test_it_frees_the_slot_and_deletes_the_file(self):
        client = self.client()
        key = self.server.new_license(maxMachines=1)
        client.activate(key)
        self.assertIs(client.deactivate(), True)
        self.assertEqual((self.server.machines(key), os.listdir(self.folder)), ([], []))
        self.assertIsNone(client.get_license_info())
        self.assert_refused(client, "not_activated")
        self.assertEqual(self.client("another").activate(key)["machinesUsed"], 1)

    def test_with_nothing_to_give_back_it_is_false(self):
        client = self.client()
        self.assertIs(client.deactivate(), False)
        self.assertEqual(client.get_error().code, "not_activated")

    def test_a_machine_that_was_removed_already_is_given_back(self):
        client = self.activated()
        key = client.get_license_info()["license_key"]
        self.server.call("/resetActivations", licenseKey=key)
        self.assertIs(client.deactivate(), True)
        self.assertFalse(os.path.exists(client.license_file))

    def test_a_damaged_file_is_left_for_a_person_to_look_at(self):
        client = self.activated()
        with open(client.license_file, "ab") as file:
            file.write(b"x")
        self.assertIs(client.deactivate(), False)
        self.assertEqual(client.get_error().code, "invalid_token")
        self.assertTrue(os.path.exists(client.license_file))
