"""``license.dat``: where it is, how it is sealed, how it is read and written so that no crash or race can tear it."""

from __future__ import annotations

import hashlib
import hmac
import os
import sys
import time

from .cached import CachedLicense
from .disk import Disk
from .exceptions import InvalidTokenError, LicenseError, NotActivatedError

FILE_NAME = "license.dat"

_MAGIC = b"CGL1"
_NONCE_BYTES = 16
_HEADER_BYTES = len(_MAGIC) + _NONCE_BYTES + 32
_INFO = b"cglicense/cache/v1"
_MAX_FILE_BYTES = 1 << 20
_SHARING_TRIES = 20
_SHARING_PAUSE_SECONDS = 0.01


def default_folder(product_id: str) -> str:
    """The folder of a product's license file on this platform."""
    if sys.platform == "win32":
        roaming = os.environ.get("APPDATA") or os.path.join(os.path.expanduser("~"), "AppData", "Roaming")
        return os.path.join(roaming, "CGLicense", product_id)
    if sys.platform == "darwin":
        return os.path.join(os.path.expanduser("~"), "Library", "Application Support", "CGLicense", product_id)
    return os.path.join(os.path.expanduser("~"), ".config", "CGLicense", product_id)


def seal(plaintext: bytes, fingerprint: str, product_salt: str, nonce: bytes) -> bytes:
    """Makes ``plaintext`` unreadable elsewhere and any edit visible: encrypt-then-MAC with HMAC-SHA256 in counter mode.

    nonce: 16 fresh random bytes; never the same twice for one machine and salt.
    """
    if len(nonce) != _NONCE_BYTES:
        raise ValueError("A nonce has %d bytes." % _NONCE_BYTES)
    encryption_key, mac_key = _derive_keys(fingerprint, product_salt)
    ciphertext = _apply_keystream(plaintext, encryption_key, nonce)
    return _MAGIC + nonce + _hmac(mac_key, _MAGIC + nonce + ciphertext) + ciphertext


def unseal(sealed: bytes, fingerprint: str, product_salt: str) -> bytes | None:
    """None when the file is corrupt, truncated, from another machine or from another salt: the four look alike."""
    if len(sealed) < _HEADER_BYTES or not sealed.startswith(_MAGIC):
        return None
    nonce, tag = sealed[4:20], sealed[20:_HEADER_BYTES]
    ciphertext = sealed[_HEADER_BYTES:]
    encryption_key, mac_key = _derive_keys(fingerprint, product_salt)
    if not hmac.compare_digest(tag, _hmac(mac_key, _MAGIC + nonce + ciphertext)):
        return None
    return _apply_keystream(ciphertext, encryption_key, nonce)


class LicenseFile:
    """One product's license on this machine: the file, and the memory of it for the time the disk fails."""

    def __init__(self, folder: str, product_id: str, product_salt: str) -> None:
        self.path = os.path.join(folder, FILE_NAME)
        self._product_id = product_id
        self._product_salt = product_salt
        self._last: CachedLicense | None = None
        self._unsaved = False
        self._opened: tuple[bytes, CachedLicense] | None = None
        self._disk = Disk()

    def load(self, fingerprint: str) -> CachedLicense:
        """Raises NotActivatedError when there is no license, InvalidTokenError when the file cannot be made sense of."""
        if self._unsaved and self._last is not None:
            return self._last
        try:
            sealed = self._disk.do(_read, self.path)
        except (FileNotFoundError, NotADirectoryError):
            raise NotActivatedError() from None
        except OSError as cause:
            # A home directory that went away must not stop an artist who has started already.
            if self._last is not None:
                return self._last
            raise InvalidTokenError(
                "The license file %s cannot be read (%s). Check its permissions, and the disk it is on." % (self.path, cause.strerror or cause),
                reason="unreadable",
            ) from cause
        # The same bytes hold the same license: what a tool asks all the time is opened once.
        opened = self._opened
        if opened is None or opened[0] != sealed:
            self._opened = opened = (sealed, self._parse(unseal(sealed, fingerprint, self._product_salt)))
        self._last = opened[1]
        return self._last

    def save(self, cached: CachedLicense, fingerprint: str) -> None:
        """Writes the file; when the disk refuses, keeps the license for this process and tries again next time."""
        self._last = cached
        sealed = seal(cached.to_json(), fingerprint, self._product_salt, os.urandom(_NONCE_BYTES))
        try:
            self._disk.do(_write, self.path, sealed)
            self._unsaved = False
        except OSError:
            self._unsaved = True

    def update(self, before: CachedLicense, after: CachedLicense, fingerprint: str) -> None:
        """Saves unless another process has come to something else, or given the license back, since ``before`` was read."""
        try:
            found = self.load(fingerprint)
        except LicenseError:
            return
        if (found.token, found.refusal) == (before.token, before.refusal):
            self.save(after, fingerprint)

    def delete(self) -> None:
        """Removes the file and the memory of it; OSError when the disk refuses to let it go."""
        try:
            self._disk.do(_patiently, os.remove, self.path)
        except (FileNotFoundError, NotADirectoryError):
            pass
        self._last = None
        self._unsaved = False

    def _parse(self, plaintext: bytes | None) -> CachedLicense:
        try:
            if plaintext is not None:
                return CachedLicense.from_json(plaintext, self._product_id)
        except ValueError:
            pass
        raise InvalidTokenError(
            "The license file %s is damaged, or was written by another machine or product salt. "
            "Delete it and activate again." % self.path,
            reason="unreadable",
        )


def _read(path: str) -> bytes:
    def read(name: str) -> bytes:
        with open(name, "rb") as file:
            return file.read(_MAX_FILE_BYTES)

    return _patiently(read, path)


def _write(path: str, data: bytes) -> None:
    """Temporary file in the same folder, flushed, renamed over: readers see the old file or the new one, never half."""
    folder = os.path.dirname(path)
    os.makedirs(folder, mode=0o700, exist_ok=True)
    temporary = "%s.%d-%s.tmp" % (path, os.getpid(), os.urandom(6).hex())
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _patiently(lambda name: os.replace(temporary, name), path)
    except BaseException:
        os.unlink(temporary)
        raise


def _patiently(action, path: str):
    """Windows refuses to touch a file while another process has it open, which never lasts long."""
    for _ in range(_SHARING_TRIES if sys.platform == "win32" else 0):
        try:
            return action(path)
        except PermissionError:
            time.sleep(_SHARING_PAUSE_SECONDS)
    return action(path)


def _derive_keys(fingerprint: str, product_salt: str) -> tuple:
    """RFC 5869: extract with the salt, expand to two blocks, one key each."""
    pseudo_random_key = _hmac(product_salt.encode("utf-8"), fingerprint.encode("utf-8"))
    first = _hmac(pseudo_random_key, _INFO + b"\x01")
    return first, _hmac(pseudo_random_key, first + _INFO + b"\x02")


def _apply_keystream(data: bytes, key: bytes, nonce: bytes) -> bytes:
    blocks = (_hmac(key, nonce + block.to_bytes(4, "big")) for block in range((len(data) + 31) // 32))
    stream = b"".join(blocks)[:len(data)]
    mixed = int.from_bytes(data, "big") ^ int.from_bytes(stream, "big")
    return mixed.to_bytes(len(data), "big")


def _hmac(key: bytes, data: bytes) -> bytes:
    return hmac.new(key, data, hashlib.sha256).digest()
