"""The real license server as a process, with what an administrator does to it."""

import json
import os
import shutil
import subprocess
import tempfile
import threading
import urllib.error
import urllib.request

from . import contract

ADMIN_SECRET = "a secret for tests only"
PRODUCT = "prod_abc123"
_START_SECONDS = 60
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def _executable():
    built = os.path.join(contract.ROOT, "artifacts", "bin", "CgLicense.Server", "debug", "cglicense-server")
    path = os.environ.get("CGLICENSE_TEST_SERVER") or built
    if not os.path.exists(path):
        raise AssertionError("Build the server first: dotnet build src/Server (looked for %s)" % path)
    return path


def _drain(pipe):
    """A full pipe would stop the server."""
    with pipe:
        pipe.read()


class ServerProcess:
    """Running from its making until ``stop``; stopped and started again it keeps its data, its keys and its port."""

    def __init__(self):
        self.data = tempfile.mkdtemp(prefix="cglicense-test-")
        self.url = "http://127.0.0.1:0"
        self.start()
        self.call("/createProduct", name="A tool", slug=PRODUCT, creatorId="creator")

    def start(self):
        environment = dict(
            os.environ, CGLICENSE_URLS=self.url, CGLICENSE_DATA=self.data, CGLICENSE_ADMIN_SECRET=ADMIN_SECRET)
        self._process = subprocess.Popen(
            [_executable()], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True)
        watchdog = threading.Timer(_START_SECONDS, self._process.kill)
        watchdog.start()
        said = []
        for line in self._process.stdout:
            said.append(line)
            if line.startswith("Listening on "):
                self.url = line.split()[-1]
                break
        else:
            raise AssertionError("The server did not start: " + "".join(said))
        watchdog.cancel()
        threading.Thread(target=_drain, args=(self._process.stdout,), daemon=True).start()

    def stop(self):
        """As a power cut would."""
        self._process.kill()
        self._process.wait()

    def remove(self):
        self.stop()
        shutil.rmtree(self.data, ignore_errors=True)

    def call(self, route, **body):
        request = urllib.request.Request(
            self.url + route, json.dumps(body).encode("utf-8"),
            {"Authorization": "Bearer " + ADMIN_SECRET, "Content-Type": "application/json"})
        try:
            with _DIRECT.open(request, timeout=30) as reply:
                return json.load(reply)
        except urllib.error.HTTPError as refusal:
            raise AssertionError(refusal.read().decode("utf-8")) from None

    def new_license(self, **terms):
        return self.call("/createLicense", email="artist@studio.example", productId=PRODUCT, **terms)["licenseKey"]

    def machines(self, license_key):
        return self.call("/getLicense", licenseKey=license_key)["activations"]
