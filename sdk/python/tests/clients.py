"""Machines with the SDK on them: each has its own folder, its own identity and a clock that a test can turn."""

import os
import shutil
import tempfile
import time
import unittest
from unittest import mock

from cg_license import LicenseClient
from cg_license.fingerprint import ENVIRONMENT_VARIABLE

from .server_process import PRODUCT, ServerProcess

SALT = "a salt for tests"
DAY = 86400
HOUR = 3600

# A port that is reserved and on which nobody answers.
NOBODY = "http://127.0.0.1:9"


def make_client(url, folder, machine="machine-1", salt=SALT, product=PRODUCT, **options):
    client = LicenseClient(url, product, salt, storage_dir=folder, **options)
    with mock.patch.dict(os.environ, {ENVIRONMENT_VARIABLE: machine}):
        # The identity is read once; from here on it stays, whatever the environment says.
        assert client.fingerprint
    return client


def set_clock(client, seconds):
    client._license.now = lambda: seconds


def move_clock(client, seconds):
    set_clock(client, time.time() + seconds)


class FolderCase(unittest.TestCase):
    """A test with an empty folder to itself."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="cglicense-client-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def assert_refused(self, client, code, reason=None):
        self.assertIs(client.check_license(), False)
        error = client.get_error()
        self.assertEqual((error.code, error.reason) if reason else error.code, (code, reason) if reason else code)
        return error


class ServerCase(FolderCase):
    """The same with a server that all tests of the class share."""

    @classmethod
    def setUpClass(cls):
        cls.server = ServerProcess()

    @classmethod
    def tearDownClass(cls):
        cls.server.remove()

    def client(self, machine="machine-1", folder=None, **options):
        return make_client(self.server.url, folder or self.folder, machine, **options)

    def activated(self, machine="machine-1", folder=None, **terms):
        client = self.client(machine, folder)
        client.activate(self.server.new_license(**terms))
        return client
