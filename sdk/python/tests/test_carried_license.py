"""The whole way on foot: a tool that reaches nobody, a customer at the portal, and the file in between."""

import http.cookiejar
import json
import os
import re
import urllib.parse
import urllib.request

from cg_license import InvalidTokenError

from .clients import DAY, NOBODY, ServerCase, make_client, move_clock

_BOUNDARY = "carried-by-hand"


class Visitor:
    """A customer at the portal, on a computer with network."""

    def __init__(self, url):
        self.url = url
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def download(self, key, request):
        form = urllib.parse.urlencode({"licenseKey": key, "email": "artist@studio.example"})
        with self.send("/portal/signIn", form.encode("ascii"), "application/x-www-form-urlencoded") as page:
            token = re.search('name="form" value="([0-9a-f]{64})"', page.read().decode("utf-8")).group(1)
            path = urllib.parse.urlsplit(page.geturl()).path
        body = self.part("form", token) + self.part("request", request, "; filename=demo.cgrequest") + "--%s--\r\n" % _BOUNDARY
        with self.send(path + "/file", body.encode("utf-8"), "multipart/form-data; boundary=" + _BOUNDARY) as answer:
            assert "attachment" in answer.headers["Content-Disposition"], answer.read()
            return answer.read()

    def send(self, path, body, content_type):
        headers = {"Content-Type": content_type, "Sec-Fetch-Site": "same-origin"}
        return self.opener.open(urllib.request.Request(self.url + path, body, headers), timeout=30)

    @staticmethod
    def part(name, value, more=""):
        return '--%s\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n' % (_BOUNDARY, name, more, value)


class CarriedLicense(ServerCase):
    def offline_client(self):
        root = self.server.call("/getSigningKey")["rootKey"]
        return make_client(NOBODY, self.folder, public_key=root)

    def carry(self, key):
        """From the tool's request to the license file beside it."""
        request = os.path.join(self.folder, "demo.cgrequest")
        self.offline_client().write_request(request)
        carried = os.path.join(self.folder, "demo.cglicense")
        with open(request, encoding="utf-8") as source, open(carried, "wb") as target:
            target.write(Visitor(self.server.url).download(key, source.read()))
        return carried

    def test_a_machine_that_never_was_online_runs_on_a_carried_file_until_its_days_are_over(self):
        key = self.server.new_license(maxMachines=2)
        carried = self.carry(key)
        client = self.offline_client()
        self.assert_refused(client, "not_activated")
        info = client.activate_from_file(carried)
        self.assertEqual((1, 2, "active", None), (info["machinesUsed"], info["maxMachines"], info["status"], info["expiresAt"]))
        self.assertEqual(client.fingerprint, self.server.machines(key)[0]["fingerprint"])
        for days, runs, reason in ((0, True, None), (29.9, True, None), (31, True, "grace"), (37.1, False, "grace_expired")):
            later = self.offline_client()
            move_clock(later, days * DAY)
            self.assertIs(later.check_license(), runs)
            self.assertEqual(reason, later.get_error() and later.get_error().reason)

    def test_back_on_the_network_the_license_is_validated_as_any_other(self):
        key = self.server.new_license()
        carried = self.carry(key)
        self.offline_client().activate_from_file(carried)
        client = self.client()
        move_clock(client, 3 * DAY)
        self.server.call("/revokeLicense", licenseKey=key)
        self.assert_refused(client, "revoked")
        with self.assertRaises(Exception) as undone:
            self.offline_client().activate_from_file(carried)
        self.assertEqual(("revoked", "refused_before"), (undone.exception.code, undone.exception.reason))
        self.server.call("/reinstateLicense", licenseKey=key)
        self.assertTrue(client.check_license())
        self.assertTrue(client.deactivate())

    def test_a_license_file_of_the_api_is_the_same(self):
        key = self.server.new_license(maxMachines=1)
        client = self.offline_client()
        for _ in range(2):
            answer = self.server.call("/createOfflineFile", licenseKey=key, machineFingerprint=client.fingerprint, hostname="render-01")
            carried = os.path.join(self.folder, "demo.cglicense")
            with open(carried, "w", encoding="utf-8") as file:
                json.dump(answer, file)
            client.activate_from_file(carried)
            self.assertTrue(client.check_license())
        self.assertEqual(["render-01"], [machine["hostname"] for machine in self.server.machines(key)])

    def test_a_tool_that_was_told_no_root_key_believes_no_file_and_says_what_it_needs(self):
        carried = self.carry(self.server.new_license())
        untold = make_client(NOBODY, os.path.join(self.folder, "untold"))
        with self.assertRaises(InvalidTokenError) as refused:
            untold.activate_from_file(carried)
        self.assertEqual("no_root_key", refused.exception.reason)
        self.assertIn("home page", refused.exception.message)
        self.assert_refused(untold, "not_activated")
