"""What a check decides without the server: pure functions over facts, no clock, no disk, no network."""

from __future__ import annotations

from .exceptions import InvalidTokenError, LicenseDegradedError, LicenseError, LicenseExpiredError, NetworkError, error_for
from .tokens import REVOKED_KEY, UNKNOWN_KEY, TokenClaims
from .wire import iso_time

DEGRADED = "degraded"
MISSING = "missing"
FOREIGN = "foreign"

_DAY_SECONDS = 86400
_NOT_SHOWN_FALSE = (MISSING, UNKNOWN_KEY, REVOKED_KEY)


class Facts:
    """What is known when the server cannot be asked.

    clock: Unix seconds. seen_at: the latest time at which the license was seen to stand.
    claims: of the stored token when it is genuine and ours; else ``fault`` says why there are none.
    refusal: (code, text) of the server's last no. unreachable: why the server was not heard.
    """

    __slots__ = ("clock", "seen_at", "claims", "fault", "refusal", "unreachable")

    def __init__(
        self,
        clock: float,
        seen_at: int | None = None,
        claims: TokenClaims | None = None,
        fault: str | None = None,
        refusal: tuple | None = None,
        unreachable: str | None = None,
    ) -> None:
        self.clock = clock
        self.seen_at = seen_at or 0
        self.claims = claims
        self.fault = fault
        self.refusal = refusal
        self.unreachable = unreachable

    def effective_time(self) -> float:
        """The clock, unless it was set back below a time that is known to have been."""
        return max(self.clock, self.seen_at, self.claims.iat if self.claims else 0)


class Decision:
    """Whether the tool runs, and what there is to say about it."""

    __slots__ = ("runs", "error")

    def __init__(self, runs: bool, error: LicenseError | None = None) -> None:
        self.runs = runs
        self.error = error


def is_fresh(facts: Facts) -> bool:
    """True when the stored token answers the check by itself and nobody need be asked."""
    claims, now = facts.claims, facts.effective_time()
    if claims is None or facts.refusal is not None:
        return False
    return now < claims.refresh_after and now < claims.exp and not _license_is_over(claims, now)


def granted(status: str | None, message: str | None) -> Decision:
    """The tool runs; a degraded license adds the server's warning."""
    return Decision(True, LicenseDegradedError(message) if status == DEGRADED else None)


def decide(facts: Facts) -> Decision:
    """The rows of the table, in their order."""
    claims, now = facts.claims, facts.effective_time()
    if facts.refusal is not None:
        return Decision(False, error_for(*facts.refusal))
    if claims is None:
        return Decision(False, _without_token(facts))
    if _license_is_over(claims, now):
        return Decision(False, LicenseExpiredError())
    if now < claims.exp:
        return granted(claims.status, claims.message)
    grace_end = claims.exp + claims.grace_days * _DAY_SECONDS
    if claims.grace_days > 0 and now <= grace_end:
        return Decision(True, LicenseDegradedError(_grace_message(claims, _end_of_use(claims, grace_end) - now), reason="grace"))
    return Decision(False, InvalidTokenError(
        "The license server could not be reached for too long, and the offline grace period is over. "
        "Connect to the network and start again.",
        reason="grace_expired"))


def _license_is_over(claims: TokenClaims, now: float) -> bool:
    return claims.license_expires_at is not None and now >= claims.license_expires_at


def _end_of_use(claims: TokenClaims, grace_end: float) -> float:
    """A license that ends within its grace period leaves fewer days than the grace does."""
    return grace_end if claims.license_expires_at is None else min(grace_end, claims.license_expires_at)


def _without_token(facts: Facts) -> LicenseError:
    if facts.fault in _NOT_SHOWN_FALSE:
        return NetworkError(facts.unreachable, reason=facts.fault)
    return InvalidTokenError(
        "The stored license token is not genuine. Connect to the network to renew it, or activate again.",
        reason=facts.fault)


def _grace_message(claims: TokenClaims, seconds_left: float) -> str:
    days = int(seconds_left // _DAY_SECONDS)
    left = "%d day%s" % (days, "" if days == 1 else "s") if days else "less than a day"
    since = iso_time(claims.iat)[:10]
    return "License server not reachable since %s; %s of offline use left. Connect to the network soon." % (since, left)
