import os
import threading
import time

from cg_license.exceptions import MachineLimitError

from .clients import ServerCase
from .server_process import PRODUCT

HEARTBEAT_SECONDS = 5
SESSION_SECONDS = 10


class Floating(ServerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server.call(
            "/createVariant", productId=PRODUCT, name="floating", licenseType="floating", maxConcurrent=1,
            heartbeatSeconds=HEARTBEAT_SECONDS, sessionSeconds=SESSION_SECONDS)

    def setUp(self):
        super().setUp()
        self.key = self.server.new_license(variant="floating")

    def machine(self, name):
        return self.client(name, os.path.join(self.folder, name))

    def seat_taken(self, name="first"):
        client = self.machine(name)
        self.info = client.activate(self.key)
        return client

    def test_activation_answers_the_session(self):
        client = self.seat_taken()
        self.assertEqual(
            (self.info["licenseType"], self.info["seatsUsed"], self.info["maxConcurrent"], self.info["heartbeatSeconds"]),
            ("floating", 1, 1, HEARTBEAT_SECONDS))
        self.assertTrue(self.info["sessionId"] and self.info["sessionExpiresAt"])
        self.assertEqual(client.get_heartbeat_seconds(), HEARTBEAT_SECONDS)

    def test_a_heartbeat_keeps_the_seat_of_the_same_session(self):
        client = self.seat_taken()
        self.assertIs(client.send_heartbeat(), True)
        self.assertIsNone(client.get_error())
        self.assertEqual(client._license._load().session_id, self.info["sessionId"])

    def test_no_seat_left_is_a_machine_limit_error_with_numbers(self):
        self.seat_taken()
        with self.assertRaises(MachineLimitError) as caught:
            self.machine("second").activate(self.key)
        error = caught.exception
        self.assertEqual((error.code, error.seats_used, error.max_concurrent), ("machine_limit", 1, 1))
        self.assertGreater(error.retry_after, 0)

    def test_a_seat_given_back_is_free_for_the_next(self):
        first = self.seat_taken()
        self.assertIs(first.deactivate(), True)
        self.assertIs(self.seat_taken("second").check_license(), True)

    def test_a_lapsed_seat_goes_to_another_and_comes_back_when_it_is_free(self):
        first = self.seat_taken()
        time.sleep(SESSION_SECONDS + 1)
        second = self.seat_taken("second")
        self.assertIs(first.send_heartbeat(), False)
        self.assertEqual((first.get_error().code, first.get_status()), ("session_lost", "session_lost"))
        self.assert_refused(first, "machine_limit")
        self.assertIs(second.check_license(), True)
        self.assertIs(second.deactivate(), True)
        self.assertIs(first.check_license(), True)
        self.assertIsNone(first.get_error())

    def test_a_revocation_reaches_a_running_session_with_its_heartbeat(self):
        client = self.seat_taken()
        self.server.call("/revokeLicense", licenseKey=self.key, reason="manual")
        self.assertIs(client.send_heartbeat(), False)
        self.assertEqual(client.get_error().code, "revoked")
        self.assert_refused(client, "revoked")

    def test_a_heartbeat_without_a_license_is_false(self):
        client = self.machine("new")
        self.assertIs(client.send_heartbeat(), False)
        self.assertEqual(client.get_error().code, "not_activated")

    def test_the_loop_beats_until_it_is_stopped_and_tells_a_loss_once(self):
        client = self.seat_taken()
        client.get_heartbeat_seconds = lambda: 0.05
        beats, lost = [], []
        send, enough, told = client.send_heartbeat, threading.Event(), threading.Event()

        def counted():
            beats.append(send())
            if len(beats) > 3:
                enough.set()
            return beats[-1]

        client.send_heartbeat = counted
        with client.keep_seat(lambda error: (lost.append(error.code), told.set())) as loop:
            self.assertTrue(enough.wait(20))
            self.server.call("/revokeLicense", licenseKey=self.key, reason="manual")
            self.assertTrue(told.wait(20))
            seen = len(beats)
            while len(beats) < seen + 3:
                time.sleep(0.02)
        loop._thread.join(20)
        self.assertFalse(loop._thread.is_alive())
        self.assertEqual((beats[0], beats[-1], lost), (True, False, ["revoked"]))
