"""The rows of the contract's table, each through the whole client, with tokens of the contract and nobody to ask."""

import os

from cg_license import storage
from cg_license.cached import CachedLicense
from cg_license.exceptions import LicenseDegradedError

from . import contract
from .clients import DAY, HOUR, NOBODY, FolderCase, make_client, set_clock

VECTORS = contract.read("tokens", "vectors.json")
GOOD = {vector["name"]: vector for vector in VECTORS["good"] + VECTORS["foreign"]}
PLAIN = GOOD["plain"]
IAT, EXP = PLAIN["claims"]["iat"], PLAIN["claims"]["exp"]
SALT = "demo-salt"


def bad_token(fault):
    return [vector["token"] for vector in VECTORS["bad"] if vector["fault"] == fault and vector["token"]][0]


class OfflineTable(FolderCase):
    def client(self, **options):
        client = make_client(NOBODY, self.folder, salt=SALT, product=VECTORS["productId"], **options)
        client._license._fingerprint = VECTORS["fingerprint"]
        return client

    def stored(self, token=PLAIN["token"], clock=IAT, **fields):
        """A client that finds these facts in its license file."""
        facts = dict(license_key="CGL-KEY", token=token, root_key=VECTORS["rootPem"], key_set=VECTORS["keySet"], seen_at=IAT)
        facts.update(fields)
        self.write(CachedLicense(VECTORS["productId"], **facts).to_json())
        client = self.client()
        set_clock(client, clock)
        return client

    def write(self, plaintext):
        self.seal(storage.seal(plaintext, VECTORS["fingerprint"], SALT, b"n" * 16))

    def seal(self, data):
        with open(os.path.join(self.folder, "license.dat"), "wb") as file:
            file.write(data)

    def assert_runs(self, client):
        self.assertIs(client.check_license(), True)
        return client.get_error()

    def test_without_a_file_nothing_is_activated(self):
        self.assert_refused(self.client(), "not_activated")

    def test_a_file_that_does_not_open_is_an_invalid_token(self):
        for data in (b"", b"CGL1", b"CGL1" + b"x" * 200, b"\0" * 5000):
            self.seal(data)
            self.assert_refused(self.client(), "invalid_token", "unreadable")

    def test_a_file_of_another_product_version_or_form_is_an_invalid_token(self):
        good = CachedLicense(VECTORS["productId"], license_key="K", token=PLAIN["token"]).to_json()
        for plaintext in (b"", b"[]", b"{", good.replace(b'"version":1', b'"version":2'), good.replace(b"demo-tool", b"x"),
                          good.replace(b'"K"', b"5"), good.replace(b'{', b'{"refusal":1,', 1)):
            self.write(plaintext)
            self.assert_refused(self.client(), "invalid_token", "unreadable")

    def test_unknown_fields_of_a_newer_sdk_are_ignored(self):
        client = self.stored(clock=IAT + HOUR)
        facts = CachedLicense("demo-tool", license_key="K", token=PLAIN["token"], root_key=VECTORS["rootPem"],
                              key_set=VECTORS["keySet"]).to_json()
        self.write(facts.replace(b"{", b'{"future":{"a":[1]},', 1))
        self.assertIsNone(self.assert_runs(client))

    def test_a_fresh_token_runs_without_asking(self):
        self.assertIsNone(self.assert_runs(self.stored(clock=IAT + DAY - 1)))

    def test_a_token_in_time_runs_when_nobody_answers(self):
        for clock in (IAT + DAY, EXP - 1):
            self.assertIsNone(self.assert_runs(self.stored(clock=clock)))

    def test_an_expired_token_runs_through_its_grace_days_with_a_warning(self):
        for clock, left in ((EXP, "7 days"), (EXP + 5 * DAY + 1, "1 day "), (EXP + 6 * DAY + 1, "less than a day")):
            error = self.assert_runs(self.stored(clock=clock))
            self.assertIsInstance(error, LicenseDegradedError)
            self.assertEqual((error.code, error.reason), ("degraded", "grace"))
            self.assertIn(left, error.message)
        self.assertIsNotNone(self.assert_runs(self.stored(clock=EXP + 7 * DAY)))

    def test_after_the_grace_days_it_is_over(self):
        self.assert_refused(self.stored(clock=EXP + 7 * DAY + 1), "invalid_token", "grace_expired")

    def test_a_floating_token_has_no_grace(self):
        token = GOOD["floating"]
        self.assertIsNone(self.assert_runs(self.stored(token["token"], clock=token["claims"]["exp"] - 1)))
        self.assert_refused(self.stored(token["token"], clock=token["claims"]["exp"] + 1), "invalid_token", "grace_expired")

    def test_a_license_that_ends_by_its_own_claim_is_expired(self):
        token = GOOD["of a license that ends"]
        end = token["claims"]["licenseExpiresAt"]
        self.assertIsNone(self.assert_runs(self.stored(token["token"], clock=end - 1)))
        self.assert_refused(self.stored(token["token"], clock=end), "expired")

    def test_a_refusal_holds_offline_with_the_server_s_words(self):
        for code in ("revoked", "suspended", "expired", "not_activated", "not_found", "wrong_product"):
            client = self.stored(None, refusal=(code, "The server's words"))
            self.assertEqual(self.assert_refused(client, code).message, "The server's words")

    def test_a_missing_token_or_one_of_an_unknown_or_revoked_key_needs_the_network(self):
        for token in (None, bad_token("unknown_key"), bad_token("revoked_key")):
            self.assert_refused(self.stored(token), "network")
        self.assert_refused(self.stored(key_set=None), "network")
        self.assert_refused(self.stored(root_key=contract.read("keysets", "vectors.json")["otherRootPem"]), "network")

    def test_a_forged_token_or_one_of_another_machine_or_product_is_invalid(self):
        forged = [bad_token(fault) for fault in ("malformed", "unacceptable_header", "bad_signature", "bad_claims")]
        foreign = [vector["token"] for vector in VECTORS["foreign"]]
        for token in forged + foreign:
            self.assert_refused(self.stored(token), "invalid_token")

    def test_a_degraded_license_runs_with_the_server_s_warning(self):
        vector = GOOD["degraded, with a message"]
        client = self.stored(vector["token"], clock=IAT + HOUR, status="degraded", message=vector["claims"]["message"])
        self.assertEqual(self.assert_runs(client).message, vector["claims"]["message"])
        self.assertEqual((client.get_status(), client.get_message()), ("degraded", vector["claims"]["message"]))

    def test_a_clock_set_back_is_not_believed(self):
        self.assert_refused(self.stored(clock=IAT, seen_at=EXP + 8 * DAY), "invalid_token", "grace_expired")
        self.assertIsNone(self.assert_runs(self.stored(clock=IAT - 400 * DAY, seen_at=0)))

    def test_time_that_passed_offline_is_remembered(self):
        self.assert_runs(self.stored(clock=EXP + 3 * DAY))
        client = self.client()
        set_clock(client, IAT)
        self.assertIn("4 days", self.assert_runs(client).message)

    def test_a_wild_clock_leaves_no_trace_when_the_check_fails(self):
        client = self.stored(clock=EXP + 9999 * DAY)
        self.assert_refused(client, "invalid_token")
        set_clock(client, IAT + 2 * DAY)
        self.assertIsNone(self.assert_runs(client))

    def test_the_root_key_given_to_the_client_wins_over_the_stored_one(self):
        self.stored()
        client = self.client(public_key=contract.read("keysets", "vectors.json")["otherRootPem"])
        set_clock(client, IAT)
        self.assert_refused(client, "network")
