"""A computer in a timeline: its identity, its folder, its clock, the tool on it, and what happens to its license file."""

import os
import shutil
from unittest import mock

from cg_license import LicenseClient, storage
from cg_license.cached import CachedLicense
from cg_license.exceptions import LicenseError
from cg_license.fingerprint import ENVIRONMENT_VARIABLE

PRODUCT = "tool"
SALT = "salt of the timelines"

# For servers that never answer; long enough for those that do on a busy computer.
IMPATIENCE_SECONDS = 1.0


class TimelineMachine:
    def __init__(self, name, home, url):
        self.name = name
        self.folder = os.path.join(home, name)
        self.file = os.path.join(self.folder, storage.FILE_NAME)
        self.clock = 0.0
        self.tool = None
        self._url = url
        self._copy = b""

    def start(self, salt, slow):
        self.tool = LicenseClient(
            self._url, PRODUCT, salt or SALT, storage_dir=self.folder, timeout=IMPATIENCE_SECONDS if slow else 5.0)
        self.tool._license.now = lambda: self.clock
        # The identity is read once.
        with mock.patch.dict(os.environ, {ENVIRONMENT_VARIABLE: "timeline machine " + self.name}):
            self.fingerprint = self.tool.fingerprint

    def call(self, what, key):
        """(result, error) as the tool gets them."""
        if what == "activate":
            try:
                self.tool.activate(key)
            except LicenseError as refusal:
                return False, refusal
            return True, self.tool.get_error()
        calls = {"check": self.tool.check_license, "heartbeat": self.tool.send_heartbeat, "deactivate": self.tool.deactivate}
        return calls[what](), self.tool.get_error()

    def change_file(self, how, other):
        """What disks, people and back-ups do to it."""
        if how == "delete-file":
            os.remove(self.file)
        elif how == "empty-file":
            self._write(b"")
        elif how == "truncate-file":
            self._write(self._read()[:len(self._read()) // 2])
        elif how == "corrupt-file":
            content = bytearray(self._read())
            content[-5] ^= 1
            self._write(content)
        elif how == "overwrite-file":
            self._write(b"This is a license, believe me.")
        elif how == "copy-file":
            os.makedirs(self.folder, exist_ok=True)
            shutil.copyfile(other.file, self.file)
        elif how == "keep-copy":
            self._copy = self._read()
        elif how == "put-copy-back":
            self._write(self._copy)
        elif how == "put-token-back":
            self._put_token_back()
        else:
            raise AssertionError("Nobody here knows how to '%s'." % how)

    def _put_token_back(self):
        """Seals the kept copy's token into today's file, as somebody who knows the product's salt can."""
        then, today = self._unseal(self._copy), self._unseal(self._read())
        self._write(storage.seal(today.but(token=then.token).to_json(), self.fingerprint, SALT, os.urandom(16)))

    def _unseal(self, content):
        return CachedLicense.from_json(storage.unseal(content, self.fingerprint, SALT), PRODUCT)

    def _read(self):
        with open(self.file, "rb") as file:
            return file.read()

    def _write(self, content):
        with open(self.file, "wb") as file:
            file.write(content)
