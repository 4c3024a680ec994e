"""License files that people carry to a machine without network, and the request files that ask for them.

Nothing in a file is believed that its token does not say, and the token only under a root key that this tool has been told: whoever
forges a file would bring a root key of their own along, so a file is never the first use that ``conversation.KeyTrust`` may trust.
"""

from __future__ import annotations

import json

from .cached import CachedLicense
from .exceptions import InvalidTokenError, LicenseError, LicenseExpiredError, error_for
from .rsa import RsaPublicKey
from .tokens import REVOKED_KEY, UNKNOWN_KEY, KeySet, TokenClaims, read_token
from .wire import iso_time, json_object, number_of, text_of

FORMAT = "cglicense-offline/1"
REQUEST_FORMAT = "cglicense-request/1"

_MAX_BYTES = 64 * 1024
_SHORT_DIGITS = 8


class OfflineFile:
    """A license file as it was carried here, not yet believed."""

    __slots__ = ("product_id", "machine_fingerprint", "token", "key_set", "machines_used", "max_machines")

    def __init__(self, path: str) -> None:
        try:
            with open(path, "rb") as file:
                content = file.read(_MAX_BYTES + 1)
        except (OSError, ValueError) as cause:
            raise _invalid("file_unreadable", "The license file %s cannot be read (%s). Check the path, and the rights to read it." % (
                path, getattr(cause, "strerror", None) or cause)) from cause
        try:
            if len(content) > _MAX_BYTES:
                raise ValueError("too long")
            document = json_object(content)
            if text_of(document, "format") != FORMAT:
                raise ValueError("another format")
            self.product_id = text_of(document, "productId")
            self.machine_fingerprint = text_of(document, "machineFingerprint")
            self.token = text_of(document, "token")
            self.key_set = text_of(document, "keySet")
            self.machines_used = number_of(document, "machinesUsed")
            self.max_machines = number_of(document, "maxMachines")
        except ValueError:
            raise _invalid(
                "file_format",
                "%s is not a license file for a machine without network, or is damaged, or newer than this tool. Download it again, "
                "and look for a newer version of the tool." % path) from None

    def check_addressee(self, product_id: str, fingerprint: str) -> None:
        """Said by the file alone, and so only for a better word: the token's own claims are what counts."""
        if self.product_id != product_id:
            raise error_for("wrong_product", "The license file is for the product '%s', and this tool is '%s'. Download the file of the "
                            "right license." % (self.product_id, product_id))
        if self.machine_fingerprint != fingerprint:
            raise _untrue("other_machine", "The license file was made for the machine %s, and this machine is %s. Download one for this "
                          "machine's fingerprint." % (_short(self.machine_fingerprint), _short(fingerprint)))

    def believed_keys(self, root: RsaPublicKey | None, held: KeySet | None) -> KeySet:
        """The file's keys, or the held ones when they are newer: an older set, replayed, would bring a revoked key back."""
        if root is None:
            raise _untrue(
                "no_root_key",
                "This tool has not been told whose license files to believe, and anybody could have made this one. It needs the SDK from the "
                "license server's home page, which has the server's root key in it, or that key as its public_key argument. Tell the "
                "tool's seller.")
        try:
            carried = KeySet(self.key_set, root)
        except ValueError:
            raise _untrue(
                "untrusted_keys",
                "The license file's keys are not signed by the root key that this tool trusts. The file was changed, or is another "
                "server's. Download it again.") from None
        return held if held is not None and held.version >= carried.version else carried

    def believed_claims(self, keys: KeySet, product_id: str, fingerprint: str) -> TokenClaims:
        reading = read_token(self.token, keys)
        claims = reading.claims
        if claims and (claims.product_id, claims.machine_fingerprint) == (product_id, fingerprint):
            return claims
        if reading.fault == REVOKED_KEY:
            raise _untrue("revoked_key", "The license file was signed with a key that has been withdrawn since. Download a new one.")
        if reading.fault == UNKNOWN_KEY:
            raise _untrue("unknown_key", "The license file was signed with a key that the license server does not vouch for. Download a new one.")
        raise _untrue("false_token", "The license file is not genuine, or is for another machine or product. Download it again.")


def time_of_taking(carried: TokenClaims, held: CachedLicense | None, held_claims: TokenClaims | None, clock: float) -> float:
    """The latest time that is known, when the file may take the place of what is held; else raises why it may not.

    held_claims: of the held token, when it is genuine. A carried file is no word of the server about the present: it heals no clock.
    """
    if held is not None and held.license_key == carried.license_key:
        # The server said no after this file was made. One made later shows that it has changed its mind.
        if held.refusal is not None and carried.iat <= (held.seen_at or 0):
            raise error_for(*held.refusal, reason="refused_before")
        if held_claims is not None and held_claims.iat > carried.iat:
            raise _untrue(
                "older_than_held",
                "The license file is from %s, and this machine holds a newer license already, from %s. Nothing was changed."
                % (_moment(carried.iat), _moment(held_claims.iat)))
    now = max(clock, carried.iat, (held.seen_at or 0) if held else 0, held_claims.iat if held_claims else 0)
    if carried.license_expires_at is not None and now >= carried.license_expires_at:
        raise LicenseExpiredError()
    # Grace is for a tool that waits for its server; whoever can carry a file can carry one that still stands.
    if now >= carried.exp:
        raise _untrue(
            "token_expired",
            "The license file ended on %s, and by this machine's clock it is %s. Download a new one. If the clock is wrong, set it "
            "right; if it was, delete license.dat too." % (_moment(carried.exp), _moment(now)))
    return now


def write_request(path: str, product_id: str, fingerprint: str, hostname: str, sdk: str) -> None:
    """Writes who asks for a license file. Nothing in it is secret."""
    request = {
        "format": REQUEST_FORMAT, "productId": product_id, "machineFingerprint": fingerprint, "hostname": hostname, "sdk": sdk}
    try:
        with open(path, "wb") as file:
            file.write(json.dumps(request, indent=1).encode("ascii"))
    except (OSError, ValueError) as cause:
        raise _invalid("file_not_written", "The request file %s cannot be written (%s). Choose another place." % (
            path, getattr(cause, "strerror", None) or cause)) from cause


def _invalid(reason: str, message: str) -> LicenseError:
    return LicenseError(message, "invalid_request", reason=reason)


def _untrue(reason: str, message: str) -> InvalidTokenError:
    return InvalidTokenError(message, reason=reason)


def _short(fingerprint: str | None) -> str:
    """Digits that tell machines apart and can be read out on the telephone."""
    return fingerprint[:_SHORT_DIGITS] + "…" if fingerprint and len(fingerprint) > _SHORT_DIGITS else repr(fingerprint)


def _moment(seconds: float) -> str:
    return iso_time(seconds)[:16].replace("T", " ") + " UTC"
