import os
import time

from cg_license.exceptions import LicenseDegradedError, LicenseRevokedError

from .clients import DAY, HOUR, NOBODY, ServerCase, make_client, move_clock
from .server_process import PRODUCT


class OnlineChecks(ServerCase):
    def key_of(self, client):
        return client.get_license_info()["license_key"]

    def file_of(self, client):
        with open(client.license_file, "rb") as file:
            return file.read()

    def test_a_fresh_license_is_checked_without_touching_the_network_or_the_file(self):
        client = self.activated()
        before = self.file_of(client)
        self.server.call("/revokeLicense", licenseKey=self.key_of(client), reason="manual")
        self.assertIs(client.check_license(), True)
        self.assertEqual(self.file_of(client), before)

    def test_the_day_after_the_server_is_asked(self):
        for change, code in (
            (dict(status="suspended"), "suspended"),
            (dict(status="revoked"), "revoked"),
            (dict(expiresAt="2020-01-01T00:00:00Z"), "expired"),
        ):
            with self.subTest(code):
                client = self.activated()
                self.server.call("/updateLicense", licenseKey=self.key_of(client), **change)
                move_clock(client, DAY + HOUR)
                self.assert_refused(client, code)
                self.assertEqual(client.get_status(), code)
                self.assertEqual(client.get_features(), [])

    def test_a_removed_machine_is_not_activated_and_takes_no_new_slot_by_itself(self):
        client = self.activated()
        key = self.key_of(client)
        self.server.call("/removeActivation", licenseKey=key, fingerprint=client.fingerprint)
        move_clock(client, DAY + HOUR)
        for _ in range(2):
            self.assert_refused(client, "not_activated")
        self.assertEqual(self.server.machines(key), [])
        self.assertEqual(client.activate(key)["machinesUsed"], 1)
        self.assertIs(client.check_license(), True)

    def test_a_revoked_license_stays_revoked_until_the_server_reinstates_it(self):
        client = self.activated()
        key = self.key_of(client)
        self.server.call("/revokeLicense", licenseKey=key, reason="manual")
        move_clock(client, DAY + HOUR)
        self.assertIsInstance(self.assert_refused(client, "revoked"), LicenseRevokedError)
        move_clock(client, 0)
        self.assert_refused(client, "revoked")
        self.server.call("/reinstateLicense", licenseKey=key)
        self.assertIs(client.check_license(), True)
        self.assertIsNone(client.get_error())
        self.assertEqual(len(self.server.machines(key)), 1)

    def test_a_degraded_license_runs_and_shows_the_message(self):
        client = self.activated()
        self.server.call("/updateLicense", licenseKey=self.key_of(client), status="degraded", message="Please call us.")
        move_clock(client, DAY + HOUR)
        self.assertIs(client.check_license(), True)
        error = client.get_error()
        self.assertIsInstance(error, LicenseDegradedError)
        self.assertEqual((error.code, error.message), ("degraded", "Please call us."))
        self.assertEqual((client.get_status(), client.get_message()), ("degraded", "Please call us."))
        again = self.client()
        self.assertIs(again.check_license(), True)
        self.assertEqual(again.get_error().message, "Please call us.")

    def test_activating_a_degraded_license_tells_and_does_not_raise(self):
        key = self.server.new_license()
        self.server.call("/updateLicense", licenseKey=key, status="degraded", message="Please call us.")
        client = self.client()
        info = client.activate(key)
        self.assertEqual((info["status"], info["message"]), ("degraded", "Please call us."))
        self.assertEqual(client.get_error().code, "degraded")

    def test_a_changed_license_reaches_the_machine_with_its_next_question(self):
        client = self.activated()
        self.server.call("/createVariant", productId=PRODUCT, name="upgrade", features=["everything"])
        self.server.call("/updateLicense", licenseKey=self.key_of(client), variant="upgrade", maxMachines=9)
        move_clock(client, DAY + HOUR)
        self.assertIs(client.check_license(), True)
        self.assertEqual(client.get_features(), ["everything"])
        self.assertEqual(client.get_license_info()["max_machines"], 9)

    def test_an_expired_token_is_renewed_while_the_machine_is_activated(self):
        client = self.activated()
        move_clock(client, 400 * DAY)
        self.assertIs(client.check_license(), True)

    def test_a_clock_once_wrong_into_the_future_is_healed_by_the_next_online_check(self):
        client = self.activated()
        stranded = make_client(NOBODY, self.folder)
        move_clock(stranded, 5 * DAY)
        self.assertIs(stranded.check_license(), True)
        self.assertGreater(client._license._load().seen_at, time.time() + 4 * DAY)
        self.assertIs(client.check_license(), True)
        self.assertLess(client._license._load().seen_at, time.time() + HOUR)

    def test_another_salt_or_machine_cannot_read_the_file(self):
        self.activated()
        self.assert_refused(make_client(self.server.url, self.folder, salt="another"), "invalid_token", "unreadable")
        self.assert_refused(self.client("another machine"), "invalid_token", "unreadable")

    def test_a_file_damaged_anywhere_is_an_invalid_token(self):
        client = self.activated()
        whole = self.file_of(client)
        damaged = [whole[:length] for length in range(0, len(whole), 97)]
        damaged += [whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1:] for at in range(0, len(whole), 97)]
        for data in damaged + [whole + b"\0"]:
            with open(client.license_file, "wb") as file:
                file.write(data)
            self.assert_refused(self.client(), "invalid_token", "unreadable")
        with open(client.license_file, "wb") as file:
            file.write(whole)
        self.assertIs(self.client().check_license(), True)

    def test_after_a_damaged_file_activating_again_takes_no_second_slot(self):
        client = self.activated()
        key = self.key_of(client)
        with open(client.license_file, "wb") as file:
            file.write(b"garbage")
        self.assert_refused(client, "invalid_token")
        self.assertEqual(client.activate(key)["machinesUsed"], 1)

    def test_a_check_without_a_license_leaves_no_trace_on_the_disk(self):
        folder = os.path.join(self.folder, "new")
        self.assert_refused(self.client(folder=folder), "not_activated")
        self.assertFalse(os.path.exists(folder))
