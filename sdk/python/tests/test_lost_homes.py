"""A home directory on a share that is slow or gone. A named pipe that nobody writes to blocks its readers just so."""

import os
import random
import time
from unittest import mock

from cg_license import disk, storage

from .clients import DAY, NOBODY, ServerCase, make_client, set_clock


class LostHomes(ServerCase):
    def go_away(self, path):
        """From now on whoever opens the file waits; the answer brings it back."""
        kept = path + ".kept"
        os.rename(path, kept)
        os.mkfifo(path)

        def come_back():
            writer = os.open(path, os.O_RDWR)
            os.rename(kept, path)
            os.close(writer)

        self.addCleanup(lambda: os.path.exists(kept) and come_back())
        return come_back

    def timed(self, call):
        began = time.perf_counter()
        return call(), time.perf_counter() - began

    def test_a_home_that_does_not_answer_costs_a_start_its_patience_and_later_checks_nothing(self):
        path = self.activated().license_file
        come_back = self.go_away(path)
        client = self.client()
        runs, took = self.timed(client.check_license)
        self.assertIs(runs, False)
        self.assertLess(took, disk.PATIENCE_SECONDS + 1)
        self.assertEqual(client.get_error().code, "invalid_token")
        self.assertIn("did not answer", client.get_error().message)
        self.assertLess(self.timed(client.check_license)[1], disk.PATIENCE_SECONDS / 2)
        come_back()
        client._license._file._disk._stuck.join(5)
        self.assertIs(client.check_license(), True)

    def test_a_tool_that_has_started_runs_on_without_its_home(self):
        client = self.activated()
        come_back = self.go_away(client.license_file)
        for _ in range(3):
            self.assertIs(client.check_license(), True)
        come_back()
        client._license._file._disk._stuck.join(5)
        self.assertIs(client.check_license(), True)

    def test_a_host_that_grants_no_thread_runs_what_was_bought(self):
        self.activated()
        with mock.patch("threading.Thread.start", side_effect=RuntimeError("can't create new thread")):
            self.assertIs(self.client().check_license(), True)

    def test_a_home_that_is_missing_is_a_machine_without_a_license_and_an_activation_counts_while_it_runs(self):
        nowhere = os.path.join(self.folder, "share")
        os.symlink(os.path.join(self.folder, "not", "mounted"), nowhere)
        client = self.client(folder=os.path.join(nowhere, "product"))
        self.assert_refused(client, "not_activated")
        client.activate(self.server.new_license())
        self.assertIs(client.check_license(), True)

    def test_no_content_of_the_file_and_no_clock_makes_a_check_raise(self):
        with open(self.activated().license_file, "rb") as file:
            genuine = file.read()
        chance = random.Random(7)
        fingerprint = self.client().fingerprint
        for round_ in range(400):
            kind = round_ % 4
            if kind == 0:
                content = bytes(chance.randrange(256) for _ in range(chance.randrange(400)))
            elif kind == 1:
                content = b"CGL1" + bytes(chance.randrange(256) for _ in range(chance.randrange(400)))
            elif kind == 2:
                # Sealed as it should be, around something that is no license.
                nonsense = chance.choice([b"", b"[]", b"null", b"{}", b'{"version":1}', b'{"version":1,"productId":"x","token":7}', b"\xff\xfe"])
                content = storage.seal(nonsense, fingerprint, "a salt for tests", os.urandom(16))
            else:
                cut = bytearray(genuine)
                cut[chance.randrange(len(cut))] ^= 1 << chance.randrange(8)
                content = bytes(cut)
            with open(os.path.join(self.folder, storage.FILE_NAME), "wb") as file:
                file.write(content)
            client = make_client(NOBODY, self.folder)
            set_clock(client, chance.choice([0, -1, 1, 2**31, 2**32, 2**40, 1e300, time.time(), time.time() + 50 * DAY]))
            self.assertIs(client.check_license(), False)
            self.assertIn(client.get_error().code, ("invalid_token", "not_activated"))
            self.assertIsNotNone(client.get_status())

    def test_no_clock_makes_a_check_of_a_good_license_raise(self):
        self.activated()
        for clock in (0, -1e18, 1, 2**31, 2**32, 2**40, 1e300, float("inf"), float("nan")):
            client = make_client(NOBODY, self.folder)
            set_clock(client, clock)
            self.assertIn(client.check_license(), (True, False))
        client = self.client()
        self.assertIs(client.check_license(), True)
