import inspect
import os
import pickle
import subprocess
import sys
import unittest

import cg_license
from cg_license import LicenseClient, exceptions

from . import contract
from .clients import NOBODY, FolderCase

PACKAGE = os.path.dirname(os.path.abspath(cg_license.__file__))

PAGE_CLASSES = {
    "LicenseNotFoundError": "not_found",
    "LicenseRevokedError": "revoked",
    "LicenseExpiredError": "expired",
    "LicenseSuspendedError": "suspended",
    "LicenseDegradedError": "degraded",
    "MachineLimitError": "machine_limit",
    "NetworkError": "network",
    "InvalidTokenError": "invalid_token",
    "NotActivatedError": "not_activated",
}


class TheClassesOfThePage(unittest.TestCase):
    def test_each_error_class_has_its_code_and_a_sentence(self):
        for name, code in PAGE_CLASSES.items():
            error = getattr(exceptions, name)("what happened")
            self.assertIsInstance(error, exceptions.LicenseError)
            self.assertEqual((error.code, error.message, str(error)), (code, "what happened", "what happened"))
            self.assertGreater(len(getattr(exceptions, name)().message), 10)

    def test_the_classes_of_the_contract_are_the_ones_that_codes_become(self):
        for row in contract.read("errors.json"):
            if row["http"] < 500:
                error = exceptions.error_for(row["code"], row["text"])
                self.assertEqual((type(error).__name__, error.code), (row["sdkClass"], row["code"]))

    def test_an_error_survives_the_way_to_another_process(self):
        error = exceptions.MachineLimitError("full", reason="seats", retry_after=5, seats_used=2, max_concurrent=2)
        copy = pickle.loads(pickle.dumps(error))
        self.assertEqual((type(copy), vars(copy), str(copy)), (type(error), vars(error), "full"))


class TheSurfaceOfThePackage(unittest.TestCase):
    def test_all_is_what_can_be_imported(self):
        names = {}
        exec("from cg_license import *", names)
        self.assertEqual(sorted(set(names) - {"__builtins__"}), sorted(cg_license.__all__))
        self.assertEqual(sorted(cg_license.__all__), sorted(
            ["LicenseClient", "LicenseError", "__version__"] + list(PAGE_CLASSES)))

    def test_the_page_s_modules_exist_and_the_types_are_marked(self):
        for name in ("__init__", "license", "storage", "exceptions", "api", "fingerprint", "tokens"):
            self.assertTrue(os.path.isfile(os.path.join(PACKAGE, name + ".py")), name)
        self.assertTrue(os.path.isfile(os.path.join(PACKAGE, "py.typed")))
        self.assertEqual(cg_license.__version__, "0.1.0")

    def test_the_constructor_takes_what_the_page_says(self):
        parameters = list(inspect.signature(LicenseClient).parameters.values())
        self.assertEqual(
            [(parameter.name, parameter.default) for parameter in parameters],
            [("server_url", inspect.Parameter.empty), ("product_id", inspect.Parameter.empty),
             ("product_salt", inspect.Parameter.empty), ("storage_dir", None), ("public_key", None), ("timeout", 5.0)])

    def test_importing_loads_no_network_and_starts_nothing(self):
        code = (
            "import sys, threading, os; before = dict(os.environ); import cg_license\n"
            "print(sorted(set(sys.modules) & {'socket', 'ssl', 'http.client', 'urllib.request', 'subprocess', 'email'}),"
            " threading.active_count(), before == dict(os.environ))")
        self.assertEqual(_python(code), "[] 1 True")

    def test_the_package_works_from_a_zip_archive(self):
        code = (
            "import os, sys, tempfile, zipfile; p = os.path.join(tempfile.mkdtemp(), 'v.zip'); z = zipfile.ZipFile(p, 'w')\n"
            "[z.write(os.path.join(%r, n), 'cg_license/' + n) for n in os.listdir(%r) if n.endswith('.py')]\n"
            "z.close(); sys.path.insert(0, p); import cg_license\n"
            "c = cg_license.LicenseClient(%r, 'p', 's', storage_dir=os.path.dirname(p))\n"
            "print('v.zip' in cg_license.__file__, c.check_license(), c.get_error().code)" % (PACKAGE, PACKAGE, NOBODY))
        self.assertEqual(_python(code, path=False), "True False not_activated")


class BadArguments(FolderCase):
    def test_a_product_id_that_could_leave_its_folder_is_refused(self):
        for product in ("", "..", "../up", "a/b", "a\\b", ".hidden", "a..b", "a b", "x" * 65, "a\n", "...", None, 5):
            with self.subTest(product):
                self.assertRaises(ValueError, LicenseClient, NOBODY, product, "salt")
        self.assertTrue(LicenseClient(NOBODY, "A-good.id_1", "salt"))

    def test_an_empty_salt_is_refused(self):
        for salt in ("", None):
            self.assertRaises(ValueError, LicenseClient, NOBODY, "p", salt)

    def test_a_server_url_that_is_none_is_refused(self):
        for url in ("", "licenses.example.com", "ftp://x", "https://", "https://user@host", "https://h?q", "http:// x", None):
            with self.subTest(url):
                self.assertRaises(ValueError, LicenseClient, url, "p", "salt")

    def test_a_public_key_that_is_none_is_refused(self):
        for key in ("", "key", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"):
            self.assertRaises(ValueError, LicenseClient, NOBODY, "p", "salt", None, key)

    def test_a_time_out_of_nothing_is_refused(self):
        for timeout in (0, -1, float("nan"), float("inf")):
            self.assertRaises(ValueError, LicenseClient, NOBODY, "p", "salt", timeout=timeout)

    def test_an_empty_storage_dir_is_refused(self):
        for folder in ("", "  "):
            self.assertRaises(ValueError, LicenseClient, NOBODY, "p", "salt", folder)

    def test_an_empty_key_is_refused_before_anyone_is_asked(self):
        client = LicenseClient(NOBODY, "p", "salt", storage_dir=self.folder)
        for key in ("", "  ", None):
            with self.assertRaises(exceptions.LicenseError) as caught:
                client.activate(key)
            self.assertEqual(caught.exception.code, "invalid_request")

    def test_the_documentation_s_placeholders_construct_and_touch_nothing(self):
        folder = os.path.join(self.folder, "not", "there")
        client = LicenseClient(server_url="...", product_id="...", product_salt="...", storage_dir=folder)
        self.assertIsNone(client.get_error() or client.get_status() or client.get_message() or client.get_license_info())
        self.assertEqual(client.get_features(), [])
        self.assertFalse(os.path.exists(os.path.join(self.folder, "not")))


def _python(code, path=True):
    environment = dict(os.environ, PYTHONPATH=os.path.dirname(PACKAGE) if path else "")
    return subprocess.check_output([sys.executable, "-S", "-c", code], env=environment, universal_newlines=True).strip()
