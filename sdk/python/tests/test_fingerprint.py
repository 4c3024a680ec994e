import os
import sys
import types
from unittest import mock

from cg_license import fingerprint

from .clients import FolderCase


class MachineIdentity(FolderCase):
    def setUp(self):
        super().setUp()
        clean = mock.patch.dict(os.environ)
        clean.start()
        self.addCleanup(clean.stop)
        os.environ.pop(fingerprint.ENVIRONMENT_VARIABLE, None)

    def linux(self, *texts):
        """The identity of a Linux with these texts in its machine-id files; None is a file that is not there."""
        paths = []
        for number, text in enumerate(texts):
            paths.append(os.path.join(self.folder, "etc-%d" % number))
            if os.path.exists(paths[-1]):
                os.remove(paths[-1])
            if text is not None:
                with open(paths[-1], "wb") as file:
                    file.write(text)
        with mock.patch.object(fingerprint, "_LINUX_FILES", paths), mock.patch.object(sys, "platform", "linux"):
            return fingerprint.machine_identity(os.path.join(self.folder, "kept"))

    def test_the_environment_s_word_counts_first_and_as_it_stands(self):
        with mock.patch.dict(os.environ, {fingerprint.ENVIRONMENT_VARIABLE: "  Render-Node 7 "}):
            self.assertEqual(self.linux(b"0123456789abcdef"), "Render-Node 7")

    def test_linux_has_a_machine_id_and_dbus_the_older_one(self):
        self.assertEqual(self.linux(b"0123ABCDEF\n", b"other"), "0123abcdef")
        for nothing in (None, b"", b" \n", b"uninitialized\n", b"\xff\xfe"):
            self.assertEqual(self.linux(nothing, b"from dbus"), "from dbus")

    def test_windows_has_a_machine_guid_in_the_64_bit_registry(self):
        key = mock.MagicMock()
        registry = types.SimpleNamespace(
            HKEY_LOCAL_MACHINE="HKLM", KEY_READ=1, KEY_WOW64_64KEY=256,
            OpenKey=mock.Mock(return_value=key), QueryValueEx=mock.Mock(return_value=("A1B2-C3", 1)))
        with mock.patch.dict(sys.modules, winreg=registry), mock.patch.object(sys, "platform", "win32"):
            self.assertEqual(fingerprint.machine_identity(self.folder), "a1b2-c3")
        registry.OpenKey.assert_called_once_with("HKLM", r"SOFTWARE\Microsoft\Cryptography", 0, 257)
        registry.QueryValueEx.assert_called_once_with(key.__enter__.return_value, "MachineGuid")

    def test_macos_is_asked_through_iokit(self):
        def copy_text(value, buffer, size, encoding):
            buffer.value = b"ABCD-1234"
            return 1

        library = mock.MagicMock()
        library.CFStringGetCString = mock.Mock(side_effect=copy_text)
        with mock.patch("ctypes.CDLL", return_value=library), mock.patch.object(sys, "platform", "darwin"):
            self.assertEqual(fingerprint.machine_identity(self.folder), "abcd-1234")
        self.assertEqual(library.CFRelease.call_count, 2)

    def test_a_system_that_will_not_say_gets_a_random_id_that_stays(self):
        first = self.linux(None)
        self.assertRegex(first, "^[0-9a-f]{32}$")
        self.assertEqual(self.linux(None), first)
        with open(os.path.join(self.folder, "kept", "machine-id")) as file:
            self.assertEqual(file.read(), first)
        for platform in ("win32", "darwin"):
            with mock.patch.object(sys, "platform", platform):
                self.assertEqual(fingerprint.machine_identity(os.path.join(self.folder, "kept")), first)

    def test_where_nothing_can_be_kept_the_host_name_stands_in(self):
        with open(os.path.join(self.folder, "kept"), "w"):
            self.assertRegex(self.linux(None), "^host:[^A-Z]+$")
            self.assertEqual(self.linux(None), self.linux(None))

    def test_an_id_left_half_written_is_not_taken(self):
        os.mkdir(os.path.join(self.folder, "kept"))
        with open(os.path.join(self.folder, "kept", "machine-id"), "w"), \
                mock.patch.object(fingerprint, "_HALF_WRITTEN_PAUSE_SECONDS", 0):
            self.assertTrue(self.linux(None).startswith("host:"))

    def test_names_shown_to_the_owner_have_no_control_characters(self):
        with mock.patch("socket.gethostname", return_value="bad\nhost\x1b[0m\udcff" + "x" * 300), \
                mock.patch.dict(os.environ, USERNAME="art\tist"):
            machine = fingerprint.computer("python/0")
        self.assertEqual((machine["hostname"][:12], len(machine["hostname"])), ("badhost[0m?x", 100))
        self.assertEqual(machine["user"], "artist")
