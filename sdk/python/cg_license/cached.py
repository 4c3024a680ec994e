"""What ``license.dat`` holds, as a value: every SDK on a machine reads and writes this one form."""

from __future__ import annotations

from .exceptions import LicenseError
from .tokens import TokenClaims
from .wire import iso_time, json_bytes, json_object, number_of, text_of, texts_of, time_of

VERSION = 1

_DAY_SECONDS = 86400

# Attribute, name in the file, how it is read.
_FIELDS = (
    ("license_key", "licenseKey", text_of),
    ("token", "token", text_of),
    ("root_key", "rootKey", text_of),
    ("key_set", "keySet", text_of),
    ("seen_at", "seenAt", number_of),
    ("status", "status", text_of),
    ("variant", "variant", text_of),
    ("message", "message", text_of),
    ("license_type", "licenseType", text_of),
    ("license_expires_at", "licenseExpiresAt", time_of),
    ("features", "features", texts_of),
    ("machines_used", "machinesUsed", number_of),
    ("max_machines", "maxMachines", number_of),
    ("session_id", "sessionId", text_of),
    ("heartbeat_seconds", "heartbeatSeconds", number_of),
)


class CachedLicense:
    """Immutable; ``but`` makes a changed copy.

    seen_at: the latest Unix time at which this license was seen to stand; a clock set back is not believed below it.
    refusal: (code, text) of the server's last word when it was no; holds until the server says otherwise.
    """

    __slots__ = ("product_id", "refusal") + tuple(attribute for attribute, _, _ in _FIELDS)

    def __init__(self, product_id: str, refusal: tuple | None = None, **fields) -> None:
        object.__setattr__(self, "product_id", product_id)
        object.__setattr__(self, "refusal", refusal)
        for attribute, _, _ in _FIELDS:
            object.__setattr__(self, attribute, fields.pop(attribute, None))
        if fields:
            raise TypeError("no such field: " + ", ".join(fields))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("CachedLicense does not change")

    def __repr__(self) -> str:
        """Without the license key and the token, which must not reach logs."""
        return "CachedLicense(%s, %s)" % (self.product_id, self.refusal[0] if self.refusal else self.status)

    @classmethod
    def from_json(cls, plaintext: bytes, product_id: str) -> CachedLicense:
        """ValueError for another form, version or product."""
        document = json_object(plaintext)
        if document.get("version", VERSION) != VERSION or document.get("productId") != product_id:
            raise ValueError("not a license file of this product")
        fields = {attribute: read(document, name) for attribute, name, read in _FIELDS}
        refusal = document.get("refusal")
        if refusal is not None:
            if not isinstance(refusal, dict):
                raise ValueError("refusal must be an object")
            refusal = (text_of(refusal, "code"), text_of(refusal, "error"))
            if None in refusal:
                raise ValueError("refusal without code and text")
        return cls(product_id, refusal, **fields)

    def to_json(self) -> bytes:
        document = {name: getattr(self, attribute) for attribute, name, _ in _FIELDS}
        document.update(version=VERSION, productId=self.product_id, seenAt=self.seen_at or 0)
        if self.refusal:
            document["refusal"] = {"code": self.refusal[0], "error": self.refusal[1]}
        return json_bytes(document)

    def but(self, **changes) -> CachedLicense:
        fields = {name: getattr(self, name) for name in self.__slots__}
        fields.update(changes)
        return CachedLicense(**fields)

    def granted(self, answer: dict, claims: TokenClaims, token: str, clock: float) -> CachedLicense:
        """After the server said yes to a check or an activation."""
        return self.renewed(claims, token, clock).but(
            refusal=None,
            license_key=claims.license_key,
            status=answer.get("status") or claims.status,
            variant=answer.get("variant") or claims.variant,
            message=answer.get("message") or claims.message,
            license_type=answer.get("licenseType") or claims.license_type,
            license_expires_at=answer.get("licenseExpiresAt"),
            features=claims.features,
            machines_used=answer.get("machinesUsed"),
            max_machines=answer.get("maxMachines"),
            session_id=answer.get("sessionId") or claims.sid,
            heartbeat_seconds=answer.get("heartbeatSeconds"),
        )

    def renewed(self, claims: TokenClaims, token: str, clock: float) -> CachedLicense:
        """With the server's token. ``seen_at`` may go back here: that heals a clock once wrong into the future."""
        return self.but(token=token, seen_at=max(claims.iat, min(int(clock), claims.iat + _DAY_SECONDS)))

    def carried(self, file, claims: TokenClaims, key_set: str, now: float) -> CachedLicense:
        """After a person carried a license file here; ``now`` is the latest time known."""
        numbers = {"machinesUsed": file.machines_used, "maxMachines": file.max_machines}
        end = iso_time(claims.license_expires_at) if claims.license_expires_at is not None else None
        return self.granted(numbers, claims, file.token, now).but(
            license_expires_at=end, message=claims.message, key_set=key_set, seen_at=int(now))

    def refused(self, error: LicenseError, clock: float) -> CachedLicense:
        """After a definitive no: the token is gone, and going offline does not undo it.

        The time is noted, so that a license file carried here later undoes it only when it was made after it.
        """
        return self.but(
            token=None, session_id=None, refusal=(error.code, error.message), status=error.code, message=error.message,
            seen_at=max(self.seen_at or 0, int(clock)))

    def without_seat(self) -> CachedLicense:
        """After the seat went to somebody else: a later check may ask for one again."""
        return self.but(token=None, session_id=None, refusal=None)
