import contextlib
import os
import sys
from unittest import mock

from cg_license import storage
from cg_license.cached import CachedLicense

from .clients import DAY, HOUR, FolderCase, ServerCase, move_clock


class Places(FolderCase):
    def test_each_platform_has_its_folder(self):
        home = os.path.expanduser("~")
        for platform, environment, expected in (
            ("linux", {}, (home, ".config", "CGLicense", "prod")),
            ("darwin", {}, (home, "Library", "Application Support", "CGLicense", "prod")),
            ("win32", {"APPDATA": "C:\\Roaming"}, ("C:\\Roaming", "CGLicense", "prod")),
            ("win32", {"APPDATA": ""}, (home, "AppData", "Roaming", "CGLicense", "prod")),
        ):
            with mock.patch.object(sys, "platform", platform), mock.patch.dict(os.environ, environment):
                self.assertEqual(storage.default_folder("prod"), os.path.join(*expected))

    def test_without_a_storage_dir_the_default_folder_is_used(self):
        from cg_license import LicenseClient

        with mock.patch.dict(os.environ, HOME=self.folder), mock.patch.object(sys, "platform", "linux"):
            client = LicenseClient("https://license.example", "prod", "salt")
            self.assertEqual(client.license_file, os.path.join(self.folder, ".config", "CGLicense", "prod", "license.dat"))


class Writing(FolderCase):
    def setUp(self):
        super().setUp()
        self.file = storage.LicenseFile(self.folder, "prod", "salt")
        self.cached = CachedLicense("prod", license_key="K", token="T", seen_at=5, features=["ü"])

    def test_what_was_written_is_read(self):
        self.file.save(self.cached, "fp")
        read = storage.LicenseFile(self.folder, "prod", "salt").load("fp")
        self.assertEqual(read.to_json(), self.cached.to_json())
        self.assertNotIn("K", repr(read).replace("CachedLicense", ""))

    def test_no_two_files_are_sealed_alike(self):
        self.assertNotEqual(self.written(), self.written())

    def written(self):
        self.file.save(self.cached, "fp")
        with open(self.file.path, "rb") as file:
            return file.read()

    def test_a_write_that_fails_half_way_leaves_the_old_file_and_no_rubbish(self):
        before = self.written()
        for call in ("os.fsync", "os.replace"):
            with mock.patch(call, side_effect=OSError(28, "No space left on device")):
                self.file.save(self.cached.but(token="new"), "fp")
            with open(self.file.path, "rb") as file:
                self.assertEqual(file.read(), before)
            self.assertEqual(os.listdir(self.folder), ["license.dat"])
            self.assertEqual(self.file.load("fp").token, "new")
        self.assertNotEqual(self.written(), before)

    def test_an_update_gives_way_to_what_another_process_did_meanwhile(self):
        other = storage.LicenseFile(self.folder, "prod", "salt")
        self.file.save(self.cached, "fp")
        self.file.update(self.cached, self.cached.but(seen_at=9), "fp")
        self.assertEqual(other.load("fp").seen_at, 9)
        other.save(self.cached.but(token=None, refusal=("revoked", "Sorry")), "fp")
        self.file.update(self.cached, self.cached.but(seen_at=10), "fp")
        self.assertEqual(other.load("fp").refusal, ("revoked", "Sorry"))
        other.delete()
        self.file.update(self.cached, self.cached.but(seen_at=11), "fp")
        self.assertEqual(os.listdir(self.folder), [])

    def test_windows_sharing_violations_are_waited_out(self):
        replace, tries = os.replace, []

        def busy_twice(old, new):
            tries.append(new)
            if len(tries) < 3:
                raise PermissionError(13, "used by another process")
            replace(old, new)

        with mock.patch.object(sys, "platform", "win32"), mock.patch("os.replace", busy_twice):
            self.file.save(self.cached, "fp")
        self.assertEqual((len(tries), storage.LicenseFile(self.folder, "prod", "salt").load("fp").token), (3, "T"))

    def test_a_cached_license_does_not_change(self):
        with self.assertRaises(AttributeError):
            self.cached.token = "other"
        self.assertRaises(TypeError, self.cached.but, tokn="x")


class DisksThatRefuse(ServerCase):
    @contextlib.contextmanager
    def read_only(self):
        """The client's folder, which this process may now read only; root gives up its rights for that."""
        os.chmod(self.folder, 0o555)
        user = os.geteuid()
        if user == 0:
            for name in os.listdir(self.folder):
                os.chown(os.path.join(self.folder, name), 65534, -1)
            os.seteuid(65534)
        try:
            yield
        finally:
            os.seteuid(user)
            os.chmod(self.folder, 0o755)

    def test_an_activation_counts_for_this_process_when_nothing_can_be_stored(self):
        client, key = self.client(), self.server.new_license()
        with self.read_only():
            self.assertEqual(client.activate(key)["machinesUsed"], 1)
            self.assertIs(client.check_license(), True)
            self.assert_refused(self.client(), "not_activated")
        self.assertEqual(os.listdir(self.folder), [])
        move_clock(client, DAY + HOUR)
        self.assertIs(client.check_license(), True)
        self.assertEqual(os.listdir(self.folder), ["license.dat"])

    def test_a_read_only_folder_never_changes_a_result(self):
        self.activated()
        client = self.client()
        with self.read_only():
            move_clock(client, DAY + HOUR)
            self.assertIs(client.check_license(), True)
            move_clock(client, 40 * DAY)
            self.assertIs(client.check_license(), True)

    def test_a_license_that_cannot_be_deleted_is_not_called_deactivated(self):
        client = self.activated()
        with self.read_only():
            self.assertIs(client.deactivate(), False)
        self.assertIn("cannot be deleted", client.get_error().message)

    def test_a_file_that_cannot_be_read_says_why(self):
        client = self.activated()
        os.remove(client.license_file)
        os.mkdir(client.license_file)
        self.assertIn("cannot be read", self.assert_refused(self.client(), "invalid_token").message)
        self.assertIs(client.check_license(), True)
