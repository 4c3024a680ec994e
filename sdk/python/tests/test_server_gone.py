"""The real server, killed."""

import os
import time

from .clients import DAY, HOUR, ServerCase, make_client, move_clock


class ServerGone(ServerCase):
    def setUp(self):
        super().setUp()
        self.licensed = self.activated()
        self.floating = self.activated("floating", os.path.join(self.folder, "f"), licenseType="floating", maxConcurrent=1)
        self.ending = self.activated(
            "ending", os.path.join(self.folder, "e"), expiresAt=time.strftime("%Y-%m-%d", time.gmtime(time.time() + 9 * DAY)))
        self.revoked = self.activated("revoked", os.path.join(self.folder, "r"))
        self.server.call("/revokeLicense", licenseKey=self.revoked.get_license_info()["license_key"], reason="fraud")
        move_clock(self.revoked, DAY + HOUR)
        self.revoked.check_license()
        self.server.stop()
        self.addCleanup(self.server.start)

    def assert_runs(self, client, later):
        move_clock(client, later)
        self.assertIs(client.check_license(), True)
        return client.get_error()

    def test_licenses_run_on_for_as_long_as_each_may(self):
        for days in (0, 2, 15, 29.9):
            self.assertIsNone(self.assert_runs(self.licensed, days * DAY))
        self.assertIn("6 days", self.assert_runs(self.licensed, 30.5 * DAY).message)
        self.assertEqual(self.licensed.get_status(), "active")
        move_clock(self.licensed, 37.1 * DAY)
        self.assert_refused(self.licensed, "invalid_token", "grace_expired")

        self.assertIsNone(self.assert_runs(self.ending, 8 * DAY))
        move_clock(self.ending, 9 * DAY)
        self.assert_refused(self.ending, "expired")

        self.assertIsNone(self.assert_runs(self.floating, 3000))
        move_clock(self.floating, 2 * HOUR)
        self.assert_refused(self.floating, "invalid_token")

        for later in (0, DAY, 50 * DAY):
            move_clock(self.revoked, later)
            self.assert_refused(self.revoked, "revoked")

    def test_giving_back_and_heartbeats_fail_softly_and_keep_the_license(self):
        for client in (self.licensed, self.floating):
            self.assertIs(client.deactivate(), False)
            self.assertEqual(client.get_error().code, "network")
            self.assertIs(client.send_heartbeat(), False)
            self.assertEqual(client.get_error().code, "network")
            self.assertIs(client.check_license(), True)

    def test_when_the_server_is_back_the_license_is_renewed(self):
        self.assertIn("days", self.assert_runs(self.licensed, 31 * DAY).message)
        self.server.start()
        self.assertIsNone(self.assert_runs(self.licensed, 31 * DAY))
        self.server.stop()
        fresh = make_client(self.server.url, self.folder)
        self.assertIsNone(self.assert_runs(fresh, 2 * DAY))
