import threading
import time

from cg_license.exceptions import LicenseError, NetworkError

from .bad_server import BadServer, answering, saying, silent, trickling
from .clients import DAY, HOUR, ServerCase, make_client, move_clock

TIMEOUT = 0.6
# What a busy machine may add to the time-out; far from the many seconds that the servers here would take.
MARGIN = 1.0

HEADERS = b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n"

HANGING = {
    "says nothing": silent,
    "trickles its body": trickling(HEADERS + b"\r\n{"),
    "trickles its headers": trickling(b"HTTP/1.1 200 OK\r\nX-Slow: "),
    "trickles its status line": trickling(b"HTTP/1.1 200 "),
    "stops in the middle": lambda connection, request: connection.sendall(HEADERS + b"\r\n{\"valid\": true"),
}

BROKEN = {
    "HTTP 500": answering("500 Oops", b'{"success":false,"error":"Internal server error","code":"internal"}'),
    "HTTP 503": answering("503 Busy", b'{"success":false,"error":"Unavailable","code":"unavailable"}', "Retry-After: 5"),
    "HTTP 502 of a proxy": answering("502 Bad Gateway", b"<html>"),
    "HTTP 500 that says revoked": answering("500 Oops", b'{"success":false,"error":"revoked","code":"revoked"}'),
    "HTTP 429": answering("429 Slow down", b'{"success":false,"error":"Too many","code":"rate_limited"}'),
    "a captive portal": answering("200 OK", b"<html>Please sign in</html>"),
    "a forbidding proxy": answering("403 Forbidden", b"<html>Blocked</html>"),
    "a code nobody knows": answering("403 Forbidden", b'{"success":false,"error":"?","code":"surprise"}'),
    "an empty answer": answering("200 OK", b""),
    "half an answer": saying(HEADERS + b"\r\n{\"valid\": true"),
    "no HTTP at all": saying(b"SSH-2.0-OpenSSH\r\n"),
    "nothing but the end": saying(b""),
    "JSON that is no object": answering("200 OK", b"[1]"),
    "neither yes nor no": answering("200 OK", b"{}"),
    "a yes without a token": answering("200 OK", b'{"success":true,"valid":true}'),
    "a yes with a forged token": answering("200 OK", b'{"success":true,"valid":true,"token":"e30.e30.e30"}'),
    "a field of the wrong type": answering("200 OK", b'{"success":true,"valid":true,"token":7}'),
    "far too much": answering("200 OK", b'{"a":"' + b"x" * 1000000 + b'"}'),
    "a redirect elsewhere": answering("302 Found", b"", "Location: https://portal.example/login"),
    "a redirect to plain HTTP": answering("307 Moved", b"", "Location: http://127.0.0.1/x"),
    "a redirect to nowhere": answering("301 Moved", b""),
    "a redirect to nonsense": answering("308 Moved", b"", "Location: https://[::1"),
}


class BadServers(ServerCase):
    def meeting(self, behave, **options):
        server = BadServer(behave)
        self.addCleanup(server.stop)
        return make_client(server.url, self.folder, timeout=TIMEOUT, **options)

    def test_a_hanging_server_costs_a_check_its_time_out_and_no_more(self):
        self.activated()
        for name, behave in HANGING.items():
            with self.subTest(name):
                client = self.meeting(behave)
                move_clock(client, DAY + HOUR)
                start = time.monotonic()
                self.assertIs(client.check_license(), True)
                self.assertLess(time.monotonic() - start, TIMEOUT + MARGIN)

    def test_a_broken_server_stops_nobody_whose_token_stands(self):
        self.activated()
        for name, behave in BROKEN.items():
            with self.subTest(name):
                client = self.meeting(behave)
                move_clock(client, DAY + HOUR)
                self.assertIs(client.check_license(), True)
                self.assertIsNone(client.get_error())

    def test_in_the_grace_days_a_broken_server_is_one_that_is_not_there(self):
        self.activated()
        for name, behave in BROKEN.items():
            with self.subTest(name):
                client = self.meeting(behave)
                move_clock(client, 31 * DAY)
                self.assertIs(client.check_license(), True)
                self.assertEqual(client.get_error().reason, "grace")

    def test_activating_with_a_broken_server_raises_and_writes_nothing(self):
        for name, behave in BROKEN.items():
            with self.subTest(name):
                client = self.meeting(behave)
                with self.assertRaises(LicenseError) as caught:
                    client.activate("CGL-KEY")
                self.assertNotIn(caught.exception.code, ("revoked", "internal"))
                self.assert_refused(client, "not_activated")

    def test_activating_with_a_hanging_server_is_a_network_error(self):
        from cg_license import license

        self.addCleanup(setattr, license, "_REQUEST_SECONDS", license._REQUEST_SECONDS)
        license._REQUEST_SECONDS = TIMEOUT
        client = self.meeting(silent)
        start = time.monotonic()
        self.assertRaises(NetworkError, client.activate, "CGL-KEY")
        self.assertLess(time.monotonic() - start, TIMEOUT + MARGIN)

    def test_giving_back_to_a_broken_server_keeps_the_license(self):
        self.activated()
        for name, behave in BROKEN.items():
            if name != "a yes without a token" and "forged" not in name:
                with self.subTest(name):
                    client = self.meeting(behave)
                    self.assertIs(client.deactivate(), False)
                    self.assertIs(client.check_license(), True)

    def test_threads_that_wait_for_a_hanging_server_do_not_add_up(self):
        self.activated()
        client = self.meeting(silent)
        move_clock(client, DAY + HOUR)
        results = []

        def check():
            start = time.monotonic()
            results.append((client.check_license(), time.monotonic() - start < TIMEOUT + MARGIN))

        threads = [threading.Thread(target=check) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(results, [(True, True)] * 6)

    def test_no_thread_is_left_behind(self):
        self.activated()
        client = self.meeting(trickling(b"HTTP/1.1 200 OK\r\nX-Slow: "))
        move_clock(client, DAY + HOUR)
        client.check_license()
        self.assertTrue(_eventually(
            lambda: not [thread for thread in threading.enumerate() if thread.name == "cg_license"]))


def _eventually(true_at_last):
    for _ in range(200):
        if true_at_last():
            return True
        time.sleep(0.02)
    return False
