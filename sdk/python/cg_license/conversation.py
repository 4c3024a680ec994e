"""One operation's talk with the server: its requests, the keys it trusts, and the answers it believes."""

from __future__ import annotations

import os

from .api import Deadline, ServerApi
from .cached import CachedLicense
from .exceptions import InvalidTokenError, LicenseError
from .rsa import RsaPublicKey
from .session import process_session
from .tokens import UNKNOWN_KEY, KeySet, TokenReading, read_token

ROOT_KEY_FILE = "root_key.pem"


class UntrustedAnswer(InvalidTokenError):
    """The server answered, but with keys or a token that the trusted root does not vouch for."""


class KeyTrust:
    """Which root key counts: the given one, else the one baked into this package, else the one first seen."""

    def __init__(self, given: RsaPublicKey | None) -> None:
        self._pinned = given
        self._looked = given is not None

    def pinned(self) -> RsaPublicKey | None:
        if not self._looked:
            self._pinned = _baked_root()
            self._looked = True
        return self._pinned

    def root(self, cached: CachedLicense) -> RsaPublicKey | None:
        """The root that counts without asking anybody; ValueError when the remembered one is damaged."""
        return self.pinned() or (RsaPublicKey.from_pem(cached.root_key) if cached.root_key else None)

    def stored_keys(self, cached: CachedLicense) -> KeySet | None:
        """The stored key set, if the root that counts signed it."""
        try:
            root = self.root(cached)
            return KeySet(cached.key_set, root) if root else None
        except ValueError:
            return None


class Conversation:
    """``cached`` is what is known so far; keys learnt on the way stay in it even when the operation fails."""

    def __init__(
        self, api: ServerApi, trust: KeyTrust, fingerprint: str, cached: CachedLicense, clock: float, deadline: Deadline
    ) -> None:
        self.cached = cached
        self._api = api
        self._trust = trust
        self._fingerprint = fingerprint
        self._clock = clock
        self._deadline = deadline
        self._keys = trust.stored_keys(cached)
        self._keys_are_fresh = False
        if trust.pinned() is None:
            api.refuse_open_channel()

    def activate(self, license_key: str, machine: dict) -> dict:
        # Keys first: with a server that is not believed, no machine slot is taken.
        if self._keys is None:
            self._fetch_keys()
        body = dict(machine, licenseKey=license_key, productId=self.cached.product_id)
        return self._keep(self._post("/activate", body))

    def validate(self) -> dict:
        body = {"licenseKey": self.cached.license_key, "token": self.cached.token}
        return self._keep(self._post("/validate", body))

    def heartbeat(self) -> dict:
        answer = self._post("/heartbeat", self._about_us())
        if answer.get("token"):
            claims = self._believe(answer["token"])
            self.cached = self.cached.renewed(claims, answer["token"], self._clock)
        self.cached = self.cached.but(
            status=answer.get("status") or self.cached.status,
            message=answer.get("message"),
            session_id=answer.get("sessionId") or self.cached.session_id,
            heartbeat_seconds=answer.get("heartbeatSeconds") or self.cached.heartbeat_seconds)
        return answer

    def deactivate(self) -> dict:
        return self._post("/deactivate", self._about_us())

    def _about_us(self) -> dict:
        return {
            "licenseKey": self.cached.license_key, "productId": self.cached.product_id, "token": self.cached.token}

    def _post(self, route: str, body: dict) -> dict:
        return self._api.post(
            route, dict(body, machineFingerprint=self._fingerprint, sessionId=process_session()), self._deadline)

    def _keep(self, answer: dict) -> dict:
        token = answer.get("token")
        # Believing may bring new keys into ``cached``, so it comes before any copy of it is made.
        claims = self._believe(token)
        self.cached = self.cached.granted(answer, claims, token, self._clock)
        return answer

    def _believe(self, token: str | None):
        reading = self._read(token)
        if reading.fault == UNKNOWN_KEY and not self._keys_are_fresh:
            self._fetch_keys()
            reading = self._read(token)
        claims = reading.claims
        if claims is None or (claims.product_id, claims.machine_fingerprint) != (
                self.cached.product_id, self._fingerprint):
            raise UntrustedAnswer(
                "The license server answered with a token that is not to be believed. Check server_url and product_id; "
                "if they are right, report it to the seller.",
                reason=reading.fault or "foreign")
        return claims

    def _read(self, token: str | None) -> TokenReading:
        return read_token(token, self._keys) if self._keys else TokenReading(None, UNKNOWN_KEY)

    def _fetch_keys(self) -> None:
        self._keys_are_fresh = True
        answer = self._api.post("/getSigningKey", {}, self._deadline)
        root, root_pem = self._trust.pinned(), self.cached.root_key
        try:
            if root is None:
                root_pem = root_pem or answer.get("rootKey") or ""
                root = RsaPublicKey.from_pem(root_pem)
            keys = KeySet(answer.get("keySet"), root)
        except ValueError as cause:
            raise UntrustedAnswer(
                "The license server's keys are not signed by the root key trusted here (%s). Check server_url and "
                "public_key; if the server was set up anew, delete the license file and activate again." % cause,
                reason="untrusted_keys") from None
        # An older set, replayed, would bring a revoked key back to life.
        if self._keys is None or keys.version >= self._keys.version:
            self._keys = keys
            self.cached = self.cached.but(root_key=root_pem, key_set=keys.compact)


def _baked_root() -> RsaPublicKey | None:
    """The key that the server's home page put beside these modules; None when it did not."""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), ROOT_KEY_FILE)
    try:
        # The loader reads it from a zip archive too.
        pem = __loader__.get_data(path).decode("ascii")  # type: ignore[name-defined]
        return RsaPublicKey.from_pem(pem)
    except (OSError, AttributeError):
        return None
    except ValueError as cause:
        raise LicenseError(
            "The root key in %s is damaged (%s). Install the SDK again." % (path, cause), code="invalid_request") from None
