import os
import unittest
from unittest import mock

from cg_license import api, proxies
from cg_license.exceptions import LicenseError, NetworkError

from .bad_server import BadServer, answering
from .clients import DAY, HOUR, ServerCase, make_client, move_clock

VARIABLES = ("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "REQUEST_METHOD")


def environment(**variables):
    clean = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    return mock.patch.dict(os.environ, dict(clean, **variables), clear=True)


class PlainHttp(ServerCase):
    LAN = "http://license.studio.example"

    def setUp(self):
        super().setUp()
        self.proxy = BadServer(answering("503 Busy", b"{}"))
        self.addCleanup(self.proxy.stop)

    def test_first_use_over_plain_http_is_refused_unless_it_is_loopback(self):
        client = make_client(self.LAN, self.folder)
        with self.assertRaises(LicenseError) as caught:
            client.activate("CGL-KEY")
        self.assertEqual((caught.exception.code, caught.exception.reason), ("invalid_request", "insecure_url"))
        self.assertIn("https://", caught.exception.message)

    def test_names_that_only_look_like_loopback_are_refused(self):
        for host in ("127.0.0.1.evil.example", "localhost.evil.example", "127.0.0.999", "0.0.0.0", "[::2]", "12700.0.1"):
            with self.subTest(host):
                self.assertRaises(LicenseError, api.ServerApi("http://" + host, "").refuse_open_channel)
        for host in ("127.0.0.1", "127.9.9.9:80", "localhost:8080/prefix", "LOCALHOST", "[::1]:80"):
            api.ServerApi("http://" + host, "").refuse_open_channel()

    def test_a_check_never_asks_there_and_runs_on_its_token(self):
        self.activated()
        client = make_client(self.LAN, self.folder)
        move_clock(client, DAY + HOUR)
        with environment(HTTP_PROXY=self.proxy.url):
            self.assertIs(client.check_license(), True)
        self.assertEqual(self.proxy.asked, [])

    def test_with_a_pinned_root_key_plain_http_is_allowed_in_a_studio(self):
        client = make_client(self.LAN, self.folder, public_key=self.server.call("/getSigningKey")["rootKey"])
        with environment(HTTP_PROXY=self.proxy.url):
            self.assertRaises(NetworkError, client.activate, "CGL-KEY")
        self.assertTrue(self.proxy.asked[0].startswith("POST http://license.studio.example/getSigningKey HTTP/1.1"))


class Proxies(ServerCase):
    def test_https_goes_through_the_proxy_s_tunnel_with_its_credentials(self):
        proxy = BadServer(answering("403 Forbidden", b""))
        self.addCleanup(proxy.stop)
        client = make_client("https://license.studio.example", self.folder)
        with environment(HTTPS_PROXY="http://artist:p%%40ss@127.0.0.1:%d" % proxy.port):
            self.assertRaises(NetworkError, client.activate, "CGL-KEY")
        self.assertTrue(proxy.asked[0].startswith("CONNECT license.studio.example:443 HTTP/1."))
        self.assertIn("Proxy-Authorization: Basic YXJ0aXN0OnBAc3M=", proxy.asked[0])

    def test_loopback_is_never_proxied(self):
        with environment(HTTP_PROXY="http://127.0.0.1:9", HTTPS_PROXY="http://127.0.0.1:9"):
            self.assertEqual(self.activated().get_status(), "active")

    def test_both_letter_cases_are_read_and_no_proxy_exempts(self):
        with environment(https_proxy="http://low:1", HTTP_PROXY="http://high:2", NO_PROXY="studio.example, .lan,exact:8443"):
            self.assertEqual(proxies.proxy_for("https", "far.example", 443), "http://low:1")
            self.assertEqual(proxies.proxy_for("http", "far.example", 80), "http://high:2")
            self.assertEqual(proxies.proxy_for("https", "notstudio.example", 443), "http://low:1")
            self.assertEqual(proxies.proxy_for("https", "exact", 443), "http://low:1")
            for host, port in (("studio.example", 443), ("license.STUDIO.example", 443), ("a.lan", 1), ("exact", 8443)):
                self.assertIsNone(proxies.proxy_for("https", host, port), host)
        with environment(HTTPS_PROXY="http://high:2", no_proxy="*"):
            self.assertIsNone(proxies.proxy_for("https", "far.example", 443))

    def test_a_request_header_cannot_choose_the_proxy_of_a_cgi_process(self):
        with environment(HTTP_PROXY="http://evil:1", REQUEST_METHOD="GET"):
            self.assertIsNone(proxies.proxy_for("http", "far.example", 80))

    def test_a_proxy_that_is_no_http_proxy_is_a_network_error(self):
        for proxy in ("socks5://127.0.0.1:1080", "http://", "http://127.0.0.1:notaport"):
            with environment(HTTPS_PROXY=proxy):
                client = make_client("https://license.studio.example", self.folder)
                self.assertRaises(NetworkError, client.activate, "CGL-KEY")


class Redirects(unittest.TestCase):
    def test_only_the_same_host_over_https_is_followed(self):
        for old, location, new in (
            ("http://h:8080/activate", "https://h/activate", "https://h/activate"),
            ("https://h/activate", "/v2/activate", "https://h/v2/activate"),
            ("https://h:444/a", "https://h:444/b", "https://h:444/b"),
            ("https://H/a", "https://h:443/b", "https://h:443/b"),
        ):
            self.assertEqual(api._redirected(old, location), new)
        for old, location in (
            ("https://h/a", "http://h/a"), ("https://h/a", "https://h.evil/a"), ("https://h/a", "https://h:444/a"),
            ("https://h/a", "https://h@evil/a"), ("https://h/a", "//evil/a"), ("https://h/a", "https://u@h/a"),
            ("https://h/a", None), ("https://h/a", ""), ("http://h/a", "/b"), ("https://h/a", "javascript:alert"),
        ):
            with self.subTest(location):
                self.assertRaises(NetworkError, api._redirected, old, location)
