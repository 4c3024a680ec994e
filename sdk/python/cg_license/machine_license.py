"""This machine's license: its file, its fingerprint and the server brought together under the offline rules."""

from __future__ import annotations

import contextlib
import threading
import time

from . import fingerprint
from .api import Deadline, ServerApi
from .cached import CachedLicense
from .conversation import Conversation, KeyTrust, UntrustedAnswer
from .exceptions import InvalidTokenError, LicenseError, NetworkError, NotActivatedError
from .offline import FOREIGN, MISSING, Decision, Facts, decide, granted, is_fresh
from .offline_file import OfflineFile, time_of_taking, write_request
from .storage import LicenseFile
from .tokens import UNKNOWN_KEY, TokenClaims, TokenReading, read_token

_SEEN_STEP_SECONDS = 3600

# What the server says for good, until it says otherwise; and what it says of a seat that somebody else has now.
REFUSALS = ("revoked", "suspended", "expired", "not_activated", "not_found", "wrong_product")
NO_SEAT = ("session_lost", "machine_limit")


class Outcome:
    """What a call came to: the license as far as it is known, and whether the tool runs."""

    __slots__ = ("cached", "runs", "error")

    def __init__(self, cached: CachedLicense | None, decision: Decision) -> None:
        self.cached = cached
        self.runs = decision.runs
        self.error = decision.error


class MachineLicense:
    """One product's license on this machine. Calls raise LicenseError; ``check`` leaves only what no rule covers."""

    def __init__(
        self, api: ServerApi, trust: KeyTrust, folder: str, product_id: str, product_salt: str, sdk: str
    ) -> None:
        self.now = time.time
        self._api = api
        self._trust = trust
        self._folder = folder
        self._product_id = product_id
        self._product_salt = product_salt
        self._sdk = sdk
        self._file = LicenseFile(folder, product_id, product_salt)
        self.path = self._file.path
        self._fingerprint: str | None = None
        self._judged: tuple[CachedLicense, TokenReading] | None = None
        self._talking = threading.Lock()

    def fingerprint(self) -> str:
        if self._fingerprint is None:
            identity = fingerprint.machine_identity(self._folder)
            self._fingerprint = fingerprint.compute(self._product_salt, identity)
        return self._fingerprint

    def check(self, deadline: Deadline) -> Outcome:
        cached = self._load()
        if self._needs_no_server(cached):
            return self._without_server(cached, cached, None)
        try:
            with self._turn(deadline):
                # Another thread may have renewed it while this one waited for its turn.
                cached = self._load()
                if self._needs_no_server(cached):
                    return self._without_server(cached, cached, None)
                return self._with_server(cached, deadline)
        except NetworkError as error:
            return self._without_server(cached, cached, error.message)

    def activate(self, license_key: str, deadline: Deadline) -> tuple:
        with self._turn(deadline):
            try:
                known = self._load()
            except (NotActivatedError, InvalidTokenError):
                known = CachedLicense(self._product_id)
            talk = self._talk(known, deadline)
            answer = talk.activate(license_key, fingerprint.computer(self._sdk))
            self._file.save(talk.cached, self.fingerprint())
            return answer, Outcome(talk.cached, granted(talk.cached.status, talk.cached.message))

    def activate_from_file(self, path: str) -> Outcome:
        file = OfflineFile(path)
        file.check_addressee(self._product_id, self.fingerprint())
        try:
            known = self._load()
        except (NotActivatedError, InvalidTokenError):
            known = None
        basis = known or CachedLicense(self._product_id)
        try:
            root = self._trust.root(basis)
        except ValueError:
            root = None
        keys = file.believed_keys(root, self._trust.stored_keys(basis))
        claims = file.believed_claims(keys, self._product_id, self.fingerprint())
        now = time_of_taking(claims, known, self.claims(basis) if basis.token else None, self.now())
        cached = basis.carried(file, claims, keys.compact, now)
        self._file.save(cached, self.fingerprint())
        return Outcome(cached, granted(cached.status, cached.message))

    def write_request(self, path: str) -> None:
        computer = fingerprint.computer(self._sdk)
        write_request(path, self._product_id, self.fingerprint(), computer["hostname"], self._sdk)

    def heartbeat(self, deadline: Deadline) -> Outcome:
        with self._turn(deadline):
            talk = self._talk(self._load(), deadline)
            try:
                talk.heartbeat()
            except LicenseError as error:
                refused = self._refused(talk.cached, error)
                if refused is None:
                    raise
                return refused
            self._file.save(talk.cached, self.fingerprint())
            return Outcome(talk.cached, granted(talk.cached.status, talk.cached.message))

    def deactivate(self, deadline: Deadline) -> None:
        with self._turn(deadline):
            talk, refusal = self._talk(self._load(), deadline), None
            try:
                talk.deactivate()
            except LicenseError as error:
                if error.code not in REFUSALS:
                    raise
                refusal = error
            self._delete()
            if refusal is not None and refusal.code not in ("not_found", "not_activated"):
                raise refusal

    def claims(self, cached: CachedLicense) -> TokenClaims | None:
        """Of the stored token, when it is genuine and ours."""
        return self._reading(cached).claims

    def _load(self) -> CachedLicense:
        cached = self._file.load(self.fingerprint())
        if not cached.license_key:
            raise NotActivatedError()
        return cached

    @contextlib.contextmanager
    def _turn(self, deadline: Deadline):
        """One talk with the server at a time; a thread whose time runs out in the queue does not wait for its turn."""
        if not self._talking.acquire(timeout=deadline.remaining()):
            raise NetworkError("The license server did not answer in time.", reason="timeout")
        try:
            yield
        finally:
            self._talking.release()

    def _talk(self, cached: CachedLicense, deadline: Deadline) -> Conversation:
        return Conversation(self._api, self._trust, self.fingerprint(), cached, self.now(), deadline)

    def _reading(self, cached: CachedLicense) -> TokenReading:
        if not cached.token:
            return TokenReading(None, MISSING)
        # A record never changes, nor does what is genuine in it; the time is held against it later.
        judged = self._judged
        if judged is not None and judged[0] is cached:
            return judged[1]
        keys = self._trust.stored_keys(cached)
        reading = read_token(cached.token, keys) if keys else TokenReading(None, UNKNOWN_KEY)
        claims = reading.claims
        if claims and (claims.product_id, claims.machine_fingerprint) != (self._product_id, self.fingerprint()):
            return TokenReading(None, FOREIGN)
        if claims:
            self._judged = (cached, reading)
        return reading

    def _facts(self, cached: CachedLicense, unreachable: str | None = None) -> Facts:
        reading = self._reading(cached)
        return Facts(self.now(), cached.seen_at, reading.claims, reading.fault, cached.refusal, unreachable)

    def _needs_no_server(self, cached: CachedLicense) -> bool:
        # A machine that was removed does not take a new slot by itself: that is for a person to decide.
        removed = cached.refusal is not None and cached.refusal[0] == NotActivatedError.default_code
        return removed or is_fresh(self._facts(cached))

    def _with_server(self, cached: CachedLicense, deadline: Deadline) -> Outcome:
        known = cached
        try:
            talk = self._talk(cached, deadline)
            try:
                self._ask(talk)
            finally:
                known = talk.cached
        except Exception as cause:  # whatever went wrong on the way, a token that stands still stands
            refused = self._refused(known, cause) if isinstance(cause, LicenseError) else None
            return refused or self._without_server(cached, known, str(cause))
        self._file.update(cached, known, self.fingerprint())
        return Outcome(known, granted(known.status, known.message))

    def _ask(self, talk: Conversation) -> None:
        if talk.cached.token and talk.cached.refusal is None:
            try:
                talk.validate()
                return
            except UntrustedAnswer:
                raise
            except InvalidTokenError:
                # The server has forgotten or revoked the token's key; the license key still speaks for the machine.
                pass
        talk.activate(talk.cached.license_key, fingerprint.computer(self._sdk))

    def _without_server(self, stored: CachedLicense, known: CachedLicense, unreachable: str | None) -> Outcome:
        facts = self._facts(known, unreachable)
        decision = decide(facts)
        # Only a time at which the license stood is written down: a clock gone mad fails by itself and leaves no trace.
        if unreachable and decision.runs and facts.clock > facts.seen_at + _SEEN_STEP_SECONDS:
            known = known.but(seen_at=int(facts.clock))
        if known is not stored:
            self._file.update(stored, known, self.fingerprint())
        return Outcome(known, decision)

    def _refused(self, cached: CachedLicense, error: LicenseError) -> Outcome | None:
        """None when the error is not a definitive word of the server."""
        if error.code in REFUSALS:
            cached = cached.refused(error, self.now())
        elif error.code in NO_SEAT:
            cached = cached.without_seat()
        else:
            return None
        self._file.save(cached, self.fingerprint())
        return Outcome(cached, Decision(False, error))

    def _delete(self) -> None:
        try:
            self._file.delete()
        except OSError as cause:
            raise LicenseError(
                "The machine was deactivated, but %s cannot be deleted (%s). Delete it by hand."
                % (self._file.path, cause.strerror or cause)) from cause
