"""``LicenseClient``: the one class a tool works with."""

from __future__ import annotations

import math
import os
import re

from . import __version__
from .api import Deadline, ServerApi
from .cached import CachedLicense
from .conversation import KeyTrust
from .exceptions import LicenseError, NetworkError
from .machine_license import MachineLicense, Outcome
from .offline import Decision
from .rsa import RsaPublicKey
from .storage import default_folder
from .wire import iso_time, unix_time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    from .heartbeat import HeartbeatLoop

_REQUEST_SECONDS = 15.0
_DAY_SECONDS = 86400
DEFAULT_HEARTBEAT_SECONDS = 300
_PRODUCT_ID = re.compile(r"[A-Za-z0-9](?!.*\.\.)[A-Za-z0-9._-]{0,63}\Z")
_SERVER_URL = re.compile(r"https?://[^\s/?#@\\]+(/[^\s?#\\]*)?\Z", re.IGNORECASE)

# Stands for an argument in the documentation's storage_dir example, which has to run as it is printed.
_PLACEHOLDER = "..."


class LicenseClient:
    """Checks, activates and gives back one product's license on this machine.

    server_url: address of the license server; a path prefix and a trailing slash are welcome.
    product_id: the product's id, 1 to 64 of ``A-Z a-z 0-9 . _ -``. product_salt: the seller's secret for this product.
    storage_dir: folder for the license file, one per product; by default the platform's own.
    public_key: the server's root key in PEM, to trust no other; by default the key in the package, else the one first seen.
    timeout: seconds that ``check_license`` may take in all, 5 by default; the other calls have 15.

    The constructor touches neither disk nor network; ValueError when an argument cannot be meant. Threads may share a
    client, and processes may share a license file.
    """

    def __init__(
        self,
        server_url: str,
        product_id: str,
        product_salt: str,
        storage_dir: str | None = None,
        public_key: str | None = None,
        timeout: float = 5.0,
    ) -> None:
        _refuse_nonsense(server_url, product_id, product_salt, storage_dir, timeout)
        self._product_id = product_id
        self._timeout = timeout
        sdk = "python/" + __version__
        self._license = MachineLicense(
            ServerApi(server_url, "cg-license-" + sdk),
            KeyTrust(RsaPublicKey.from_pem(public_key) if public_key is not None else None),
            os.fspath(storage_dir) if storage_dir is not None else default_folder(product_id),
            product_id, product_salt, sdk)
        # Replaced as a whole, so that a getter on another thread never sees half of it.
        self._last: Outcome | None = None

    def check_license(self) -> bool:
        """True when the tool may run, which includes a degraded license and the offline grace period.

        Never raises and never takes longer than the time-out; a fresh token needs no network at all. After False, and
        after True with a warning, ``get_error`` says why. Call it at start-up.
        """
        try:
            self._last = self._license.check(Deadline(self._timeout))
        except LicenseError as error:
            self._last = Outcome(None, Decision(False, error))
        except Exception as cause:  # a fault of ours must not bring down the artist's application
            self._last = Outcome(None, Decision(False, _unexpected(cause)))
        return self._last.runs

    def activate(self, key: str) -> dict[str, Any]:
        """Binds this machine to the license and stores its token. Doing it again takes no second machine slot.

        The answer's ``expiresAt`` is the license's end, None when perpetual; ``tokenExpiresAt`` is the token's. Raises
        the error of the server's code (``MachineLimitError``, ``LicenseNotFoundError`` …), NetworkError when there is
        no usable answer in 15 seconds, InvalidTokenError when the answer is not to be believed. After an error
        everything is as it was.
        """
        key = key.strip() if isinstance(key, str) else ""
        if not key:
            raise LicenseError("No license key was given. Enter the key you got with your purchase.", "invalid_request")
        answer, self._last = self._license.activate(key, Deadline(_REQUEST_SECONDS))
        result = self._activation(self._last.cached)
        if self._last.cached.session_id:
            for name in ("sessionId", "heartbeatSeconds", "sessionExpiresAt", "seatsUsed", "maxConcurrent"):
                result[name] = answer.get(name)
        return result

    def activate_from_file(self, path: str) -> dict[str, Any]:
        """Takes over a license file that was downloaded for this machine on another computer; asks nobody.

        Answers as ``activate`` does. Raises InvalidTokenError when the file is of another machine, forged, changed, over, older
        than what is held, or when this tool has no root key to believe it by (``reason`` tells them apart); LicenseExpiredError;
        LicenseError ``wrong_product``, or ``invalid_request`` for a file that cannot be read or is no such file; the refusal that
        the server had last said, when the file was made before it. After an error everything is as it was.
        """
        self._last = self._license.activate_from_file(os.fspath(path))
        return self._activation(self._last.cached)

    def write_request(self, path: str) -> None:
        """Writes this machine's request file, to be chosen at the customer portal; nothing in it is secret.

        LicenseError ``invalid_request`` when it cannot be written. An existing file is replaced.
        """
        self._license.write_request(os.fspath(path))

    def deactivate(self) -> bool:
        """Gives the machine slot or the floating seat back and deletes the stored license.

        True when the server has none of us left and the file is gone. False otherwise, with the cause in ``get_error``;
        when the server cannot be reached the file is kept, so that the slot is not lost.
        """
        try:
            self._license.deactivate(Deadline(_REQUEST_SECONDS))
        except Exception as cause:
            return self._failed(cause)
        self._last = None
        return True

    def send_heartbeat(self) -> bool:
        """Keeps this session's floating seat; call it every ``heartbeatSeconds`` (5 minutes), or use ``keep_seat``.

        False when the seat is lost, the license refused or the server not reached; ``get_error`` says which.
        """
        try:
            self._last = self._license.heartbeat(Deadline(_REQUEST_SECONDS))
        except Exception as cause:
            return self._failed(cause)
        return self._last.runs

    def keep_seat(self, on_lost: Callable[[LicenseError], object] | None = None) -> HeartbeatLoop:
        """Sends the heartbeats from a daemon thread until ``stop`` or the end of the ``with`` block.

        on_lost: called on that thread, once each time the server says that the seat is gone; save the artist's work.
        """
        from .heartbeat import HeartbeatLoop

        return HeartbeatLoop(self, on_lost)

    @property
    def fingerprint(self) -> str:
        """This machine's fingerprint for this product, 64 hexadecimal digits, as the server's owner sees it."""
        return self._license.fingerprint()

    @property
    def license_file(self) -> str:
        """Where the license is stored; the file need not exist."""
        return self._license.path

    def get_error(self) -> LicenseError | None:
        """What the last check or heartbeat found wrong; None when nothing was, or before any."""
        return self._last.error if self._last else None

    def get_status(self) -> str | None:
        """``active`` or ``degraded`` while the tool may run, else the code of what stops it; None before any check."""
        last = self._last
        if last is None:
            return None
        return last.cached.status if last.runs else last.error.code

    def get_message(self) -> str | None:
        """The server's message for the artist, such as why the license is degraded; None when there is none."""
        last = self._last
        return last.cached.message if last and last.cached else None

    def get_features(self) -> list[str]:
        """Names of the features that the license's variant unlocks; empty unless the tool may run."""
        last = self._last
        return list(last.cached.features or []) if last and last.runs else []

    def get_heartbeat_seconds(self) -> int:
        """Seconds between two heartbeats of a floating license, as the server asked for; 300 before it did."""
        last = self._last
        return (last.cached.heartbeat_seconds if last and last.cached else None) or DEFAULT_HEARTBEAT_SECONDS

    def get_license_info(self) -> dict[str, Any] | None:
        """What is known of the license; None before any check or activation.

        ``expires_at`` is the token's end, ``license_expires_at`` the license's (both ISO 8601 UTC), ``days_remaining``
        the whole days until the license ends, None when it is perpetual.
        """
        last = self._last
        if last is None:
            return None
        cached = last.cached or CachedLicense(self._product_id)
        return {
            "license_key": cached.license_key,
            "product_id": self._product_id,
            "status": last.cached.status if last.runs else last.error.code,
            "variant": cached.variant,
            "message": cached.message,
            "machines_used": cached.machines_used,
            "max_machines": cached.max_machines,
            "expires_at": self._token_expires_at(cached),
            "license_expires_at": cached.license_expires_at,
            "days_remaining": self._days_until(cached.license_expires_at, cached.seen_at),
        }

    def _days_until(self, license_end: str | None, seen_at: int | None) -> int | None:
        if license_end is None:
            return None
        now = max(self._license.now(), seen_at or 0)
        return max(0, math.floor((unix_time(license_end) - now) / _DAY_SECONDS))

    def _activation(self, cached: CachedLicense) -> dict[str, Any]:
        return {
            "machinesUsed": cached.machines_used,
            "maxMachines": cached.max_machines,
            "expiresAt": cached.license_expires_at,
            "status": cached.status,
            "variant": cached.variant,
            "message": cached.message,
            "licenseType": cached.license_type,
            "features": cached.features,
            "licenseExpiresAt": cached.license_expires_at,
            "tokenExpiresAt": self._token_expires_at(cached),
        }

    def _token_expires_at(self, cached: CachedLicense) -> str | None:
        claims = self._license.claims(cached) if cached.token else None
        return iso_time(claims.exp) if claims else None

    def _failed(self, cause: Exception) -> bool:
        """Remembers why; a server that was not reached says nothing about whether the tool may go on."""
        error = cause if isinstance(cause, LicenseError) else _unexpected(cause)
        last = self._last
        runs = isinstance(error, NetworkError) and last is not None and last.runs
        self._last = Outcome(last.cached if last else None, Decision(runs, error))
        return False


def _unexpected(cause: Exception) -> LicenseError:
    return LicenseError("The license could not be checked (%s: %s)." % (type(cause).__name__, cause))


def _refuse_nonsense(server_url: str, product_id: str, product_salt: str, storage_dir: object, timeout: float) -> None:
    if not isinstance(server_url, str) or not (_SERVER_URL.match(server_url) or server_url == _PLACEHOLDER):
        raise ValueError("server_url must look like https://licenses.example.com, without a query or credentials.")
    # The id becomes a folder's name, so it must not be able to leave its place.
    placeholder = product_id == _PLACEHOLDER and storage_dir is not None
    if not isinstance(product_id, str) or not (_PRODUCT_ID.match(product_id) or placeholder):
        raise ValueError("product_id must be 1 to 64 of A-Z a-z 0-9 . _ - and start with a letter or digit, without '..'.")
    if not isinstance(product_salt, str) or not product_salt:
        raise ValueError("product_salt must not be empty; it is the secret that the seller chose for this product.")
    if storage_dir is not None and not os.fspath(storage_dir).strip():
        raise ValueError("storage_dir must not be empty; leave it out for the platform's own folder.")
    if not 0 < timeout <= _DAY_SECONDS:
        raise ValueError("timeout must be a number of seconds above 0, at most a day.")
