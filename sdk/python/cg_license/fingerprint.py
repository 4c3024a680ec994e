"""Which machine this is: one identity of the operating system's own, salted per product.

No process is spawned and no network adapter listed: Docker, VPN clients and docks come and go without changing it.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time

from .disk import Disk

ENVIRONMENT_VARIABLE = "CGLICENSE_MACHINE_ID"
FILE_NAME = "machine-id"

_LINUX_FILES = ("/etc/machine-id", "/var/lib/dbus/machine-id")
_ASCII_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
_SHOWN_CHARACTERS = 100
_HALF_WRITTEN_TRIES = 50
_HALF_WRITTEN_PAUSE_SECONDS = 0.01


def compute(product_salt: str, machine_identity: str) -> str:
    """64 lower-case hexadecimal digits. Salted, so that two sellers cannot compare notes."""
    text = "cglicense/fp/v1\n%s\n%s" % (product_salt, machine_identity)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def machine_identity(folder: str) -> str:
    """The environment's word, else the platform's, else a random id kept in ``folder``."""
    given = os.environ.get(ENVIRONMENT_VARIABLE, "").strip()
    if given:
        return given.encode("utf-8", "replace").decode("utf-8")
    identity = _platform_identity()
    if identity:
        return identity
    try:
        return Disk().do(_kept_identity, folder)
    except TimeoutError:
        return _host_identity()


def computer(sdk: str) -> dict:
    """What the license's owner is shown of this machine: host name, account and SDK, without control characters."""
    import socket

    account = os.environ.get("USERNAME") or os.environ.get("USER") or os.environ.get("LOGNAME") or ""
    return {"hostname": _shown(socket.gethostname()) or "unknown", "user": _shown(account) or None, "sdk": sdk}


def _shown(name: str) -> str:
    clean = name.encode("utf-8", "replace").decode("utf-8")
    return "".join(character for character in clean if character.isprintable()).strip()[:_SHOWN_CHARACTERS]


def _platform_identity() -> str | None:
    try:
        if sys.platform == "win32":
            found = _windows_machine_guid()
        elif sys.platform == "darwin":
            found = _macos_platform_uuid()
        else:
            found = _linux_machine_id()
    except (OSError, AttributeError, ImportError, ValueError):
        # A stripped-down system: without registry access, IOKit or ctypes.
        return None
    return (found or "").strip().translate(_ASCII_LOWER) or None


def _linux_machine_id() -> str | None:
    for path in _LINUX_FILES:
        try:
            with open(path, encoding="ascii") as file:
                text = file.read(256).strip()
        except (OSError, ValueError):
            continue
        # systemd writes "uninitialized" into images whose machines get their id at first boot.
        if text and text.translate(_ASCII_LOWER) != "uninitialized":
            return text
    return None


def _windows_machine_guid() -> str | None:
    import winreg

    # The 64-bit view: a 32-bit host application must come to the same machine.
    access = winreg.KEY_READ | winreg.KEY_WOW64_64KEY
    with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography", 0, access) as key:
        value, _ = winreg.QueryValueEx(key, "MachineGuid")
    return value if isinstance(value, str) else None


def _macos_platform_uuid() -> str | None:
    import ctypes

    pointer, text, unsigned = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_uint32
    kit = ctypes.CDLL("/System/Library/Frameworks/IOKit.framework/IOKit")
    core = ctypes.CDLL("/System/Library/Frameworks/CoreFoundation.framework/CoreFoundation")
    kit.IOServiceMatching.restype, kit.IOServiceMatching.argtypes = pointer, [text]
    kit.IOServiceGetMatchingService.restype, kit.IOServiceGetMatchingService.argtypes = unsigned, [unsigned, pointer]
    kit.IORegistryEntryCreateCFProperty.restype = pointer
    kit.IORegistryEntryCreateCFProperty.argtypes = [unsigned, pointer, pointer, unsigned]
    kit.IOObjectRelease.argtypes = [unsigned]
    core.CFStringCreateWithCString.restype, core.CFStringCreateWithCString.argtypes = pointer, [pointer, text, unsigned]
    core.CFStringGetCString.argtypes = [pointer, text, ctypes.c_long, unsigned]
    core.CFRelease.argtypes = [pointer]

    utf8 = 0x08000100
    # IOServiceGetMatchingService consumes the dictionary; 0 is the default main port.
    service = kit.IOServiceGetMatchingService(0, kit.IOServiceMatching(b"IOPlatformExpertDevice"))
    if not service:
        return None
    name = core.CFStringCreateWithCString(None, b"IOPlatformUUID", utf8)
    value = kit.IORegistryEntryCreateCFProperty(service, name, None, 0)
    core.CFRelease(name)
    kit.IOObjectRelease(service)
    if not value:
        return None
    buffer = ctypes.create_string_buffer(128)
    found = core.CFStringGetCString(value, buffer, len(buffer), utf8)
    core.CFRelease(value)
    return buffer.value.decode("ascii") if found else None


def _kept_identity(folder: str) -> str:
    path = os.path.join(folder, FILE_NAME)
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        # Created exclusively: of two processes that start at once, one wins and both use its id.
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError:
        # It exists already, or the folder is read-only and may hold one that somebody put there on purpose.
        return _read_kept(path) or _host_identity()
    identity = os.urandom(16).hex()
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(identity)
    except OSError:
        return _host_identity()
    return identity


def _read_kept(path: str) -> str | None:
    for _ in range(_HALF_WRITTEN_TRIES):
        try:
            with open(path, encoding="ascii") as file:
                text = file.read(256).strip()
        except (OSError, ValueError):
            return None
        if text:
            return text
        time.sleep(_HALF_WRITTEN_PAUSE_SECONDS)
    return None


def _host_identity() -> str:
    """The same at every start, so that a machine whose folder cannot be written does not eat a slot each time."""
    import socket

    return "host:" + socket.gethostname().lower()
