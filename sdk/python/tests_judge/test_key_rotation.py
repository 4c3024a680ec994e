"""Keys that come and go under running clients."""

import json
import os
import time

import jwt

from tests import contract
from tests.bad_server import BadServer, answering
from tests.clients import DAY, HOUR, NOBODY, ServerCase, make_client, move_clock

from .key_office import KeyOffice


class KeyRotation(ServerCase):
    def setUp(self):
        super().setUp()
        self.office = KeyOffice(os.path.join(self.server.data, "keys"))

    def until_published(self):
        """The server looks at its key folder every few seconds."""
        for _ in range(200):
            if self.office.newest_kid == self.server.call("/getSigningKey")["kid"]:
                return
            time.sleep(0.1)
        self.fail("the server did not take over the changed key set")

    def kid_of(self, client):
        return jwt.get_unverified_header(client._license._load().token)["kid"]

    def stranded(self, client):
        """The same license where the server cannot be reached."""
        return make_client(NOBODY, os.path.dirname(client.license_file))

    def test_a_new_key_reaches_running_clients_and_kills_no_token(self):
        client = self.activated()
        old = self.kid_of(client)
        new = self.office.rotate()
        self.until_published()
        self.assertIs(client.check_license(), True)
        self.assertEqual(self.kid_of(client), old)
        stranded = self.stranded(client)
        move_clock(stranded, 20 * DAY)
        self.assertIs(stranded.check_license(), True)
        move_clock(client, DAY + HOUR)
        self.assertIs(client.check_license(), True)
        self.assertEqual(self.kid_of(client), new)
        self.assertIs(self.stranded(client).check_license(), True)

    def test_a_revoked_key_is_refused_by_everyone_who_has_seen_the_set(self):
        folder = os.path.join(self.folder, "other")
        unaware, client = self.activated("machine-1", folder), self.activated()
        stolen, before = self.kid_of(client), client._license._load()
        self.office.rotate()
        self.office.revoke(stolen)
        self.until_published()
        move_clock(client, DAY + HOUR)
        self.assertIs(client.check_license(), True)
        self.assertNotEqual(self.kid_of(client), stolen)

        # A token of the stolen key, put in place of the renewed one.
        aware = client._license._load().but(token=before.token)
        client._license._file.save(aware, client.fingerprint)
        self.assert_refused(self.stranded(client), "network", "revoked_key")
        self.assertIs(self.stranded(unaware).check_license(), True)

        # Online it is replaced, because the license itself stands.
        self.assertIs(self.client().check_license(), True)
        self.assertNotEqual(self.kid_of(client), stolen)

    def test_an_older_key_set_does_not_bring_a_revoked_key_back(self):
        client = self.activated()
        cached = client._license._load()
        old_set = self.server.call("/getSigningKey")
        self.office.rotate()
        self.until_published()
        client.activate(cached.license_key)
        newer = client._license._load().key_set
        self.assertNotEqual(newer, cached.key_set)

        replayed = {
            "/validate": {"valid": True, "token": unknown_token()},
            "/getSigningKey": dict(old_set, success=True),
        }

        def replay(connection, request):
            route = request.split()[1].decode("ascii")
            answering("200 OK", json.dumps(replayed[route]).encode("utf-8"))(connection, request)

        attacker = BadServer(replay)
        self.addCleanup(attacker.stop)
        victim = make_client(attacker.url, self.folder)
        move_clock(victim, DAY + HOUR)
        self.assertIs(victim.check_license(), True)
        self.assertEqual([request.split()[1] for request in attacker.asked], ["/validate", "/getSigningKey"])
        self.assertEqual(victim._license._load().key_set, newer)


def unknown_token():
    """Well formed, by a key that no set here has: it makes a client ask for newer keys."""
    vectors = contract.read("tokens", "vectors.json")
    return vectors["good"][0]["token"]
