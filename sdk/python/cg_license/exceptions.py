"""Every way in which a license can say no.

    LicenseError                  base; also rate_limited, wrong_product, session_lost, invalid_request, internal
    ├── LicenseNotFoundError      not_found       the key does not exist on the server
    ├── LicenseRevokedError       revoked         the creator revoked the license
    ├── LicenseExpiredError       expired         the license is past its end
    ├── LicenseSuspendedError     suspended       the license is suspended
    ├── LicenseDegradedError      degraded        the tool still runs, with a warning
    ├── MachineLimitError         machine_limit   no machine slot or floating seat is free
    ├── NetworkError              network         no answer, a late one, or a broken server
    ├── InvalidTokenError         invalid_token   a signature or the license file does not hold
    └── NotActivatedError         not_activated   no license is activated on this machine

Programs branch on ``code`` or on the class; ``message`` is a sentence for people.
"""

from __future__ import annotations


class LicenseError(Exception):
    """Base class of everything this package raises on purpose.

    message: what happened, why, and what to do now; English.
    code: stable identifier, see the tree above.
    reason: a finer cause within a code, such as ``grace_expired`` within ``invalid_token``; often None.
    retry_after: seconds after which a new try can succeed; None when the server did not say.
    seats_used, max_concurrent: only when a floating license has no free seat.
    """

    default_code = "internal"
    default_message = "The license could not be checked. Try again; if it stays, send this text to support."

    def __init__(
        self,
        message: str | None = None,
        code: str | None = None,
        reason: str | None = None,
        retry_after: int | None = None,
        seats_used: int | None = None,
        max_concurrent: int | None = None,
    ) -> None:
        self.message: str = message or self.default_message
        super().__init__(self.message)
        self.code: str = code or self.default_code
        self.reason = reason
        self.retry_after = retry_after
        self.seats_used = seats_used
        self.max_concurrent = max_concurrent


class LicenseNotFoundError(LicenseError):
    """The license key does not exist on the server. Ask for the key again."""

    default_code = "not_found"
    default_message = "License not found"


class LicenseRevokedError(LicenseError):
    """The creator revoked the license. Holds offline too, until the server reinstates it."""

    default_code = "revoked"
    default_message = "License has been revoked"


class LicenseExpiredError(LicenseError):
    """The license is past its end. Show where to renew it."""

    default_code = "expired"
    default_message = "License has expired"


class LicenseSuspendedError(LicenseError):
    """The license is suspended for now; the creator's support can lift that."""

    default_code = "suspended"
    default_message = "License has been suspended"


class LicenseDegradedError(LicenseError):
    """The tool runs; show the message. The license is degraded, or the token is in its offline grace period."""

    default_code = "degraded"
    default_message = "There is a problem with this license; the tool still works. Contact the seller's support."


class MachineLimitError(LicenseError):
    """All machine slots, or all floating seats, are taken. Deactivate another machine, or wait for a seat."""

    default_code = "machine_limit"
    default_message = "Machine limit reached. Deactivate another machine first."


class NetworkError(LicenseError):
    """The server could not be reached, did not answer in time, or answered something that is not an answer."""

    default_code = "network"
    default_message = "The license server cannot be reached. Check the connection and try again."


class InvalidTokenError(LicenseError):
    """A token's signature, or the license file, does not hold. Delete the file and activate again."""

    default_code = "invalid_token"
    default_message = "Invalid or expired session token"


class NotActivatedError(LicenseError):
    """No license is activated on this machine. Ask for a key and call ``activate``."""

    default_code = "not_activated"
    default_message = "License is not activated on this machine"


_CLASSES = {
    kind.default_code: kind
    for kind in (
        LicenseNotFoundError, LicenseRevokedError, LicenseExpiredError, LicenseSuspendedError, LicenseDegradedError,
        MachineLimitError, NetworkError, InvalidTokenError, NotActivatedError,
    )
}


def error_for(code: str, message: str | None = None, **details: object) -> LicenseError:
    """The error of that code as its own class; the base class for codes that have none."""
    return _CLASSES.get(code, LicenseError)(message, code, **details)  # type: ignore[arg-type]
