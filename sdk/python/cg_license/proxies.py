"""Which proxy a studio's environment asks for: ``HTTPS_PROXY``, ``HTTP_PROXY`` and ``NO_PROXY``, in both letter cases."""

from __future__ import annotations

import os


def is_loopback(host: str) -> bool:
    """127.0.0.0/8, ::1 and localhost: addresses that nobody on the way can answer for."""
    host = host.lower()
    if host in ("localhost", "::1"):
        return True
    parts = host.split(".")
    return len(parts) == 4 and parts[0] == "127" and all(part.isdigit() and int(part) < 256 for part in parts)


def proxy_for(scheme: str, host: str, port: int) -> str | None:
    """The proxy's URL for a request, None to go there directly. Loopback is never proxied."""
    if is_loopback(host) or _is_exempt(host.lower(), port):
        return None
    # With REQUEST_METHOD this is a CGI process, in which HTTP_PROXY is a request header of a stranger (CVE-2016-5385).
    if scheme == "http" and "REQUEST_METHOD" in os.environ:
        return os.environ.get("http_proxy") or None
    return _variable(scheme + "_proxy")


def _is_exempt(host: str, port: int) -> bool:
    for entry in (_variable("no_proxy") or "").replace(" ", ",").split(","):
        name, colon, entry_port = entry.strip().lower().partition(":")
        if colon and entry_port.isdigit() and int(entry_port) != port:
            continue
        name = name.lstrip("*").lstrip(".") if name != "*" else name
        if name == "*" or (name and (host == name or host.endswith("." + name))):
            return True
    return False


def _variable(name: str) -> str | None:
    return os.environ.get(name) or os.environ.get(name.upper()) or None
