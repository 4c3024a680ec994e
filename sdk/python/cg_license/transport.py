"""One HTTP exchange on the standard library: proxies, certificates and a deadline for every step."""

from __future__ import annotations

import base64
import http.client
import os
import socket
import ssl
import threading
from urllib.parse import unquote, urlsplit

from .proxies import proxy_for

_MAX_BODY_BYTES = 256 * 1024
_CHUNK_BYTES = 16 * 1024

# Where systems keep their certificates when the interpreter does not know: those bundled with DCC applications look
# for them where they were built.
_SYSTEM_BUNDLES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
)


class Reply:
    """What came back: status, body, and the two headers anyone asks about."""

    __slots__ = ("status", "body", "location", "retry_after")

    def __init__(self, response: http.client.HTTPResponse, body: bytes) -> None:
        self.status = response.status
        self.body = body
        self.location = response.getheader("Location")
        seconds = (response.getheader("Retry-After") or "").strip()
        self.retry_after = int(seconds) if seconds.isdigit() and len(seconds) < 10 else None


class Request:
    """A POST whose ``run`` ends in ``reply`` or ``error``; ``abandon`` makes a run nobody waits for end soon."""

    def __init__(self, url: str, data: bytes, user_agent: str, deadline) -> None:
        self._url = url
        self._data = data
        self._user_agent = user_agent
        self._deadline = deadline
        self._connection: http.client.HTTPConnection | None = None
        self._socket: socket.socket | None = None
        self.done = threading.Event()
        self.reply: Reply | None = None
        self.error: str | None = None

    def run(self) -> None:
        try:
            self.reply = self._exchange()
        except ssl.SSLError as cause:
            self.error = "The license server's certificate was not accepted (%s). Check the system's clock and " \
                "certificates; SSL_CERT_FILE names others." % (getattr(cause, "verify_message", "") or cause.reason or cause)
        except (OSError, http.client.HTTPException, ValueError) as cause:
            self.error = "The license server cannot be reached (%s). Check the connection; behind a proxy, set " \
                "HTTPS_PROXY." % (cause or type(cause).__name__)
        except Exception as cause:  # whatever it is, a thread has nobody to tell but its waiter
            self.error = "The request to the license server failed (%s: %s)." % (type(cause).__name__, cause)
        finally:
            self.done.set()
            if self._connection is not None:
                self._connection.close()

    def abandon(self) -> None:
        """Wakes the run out of whatever read it is in; closing a socket alone would not."""
        if self._socket is not None:
            try:
                self._socket.shutdown(socket.SHUT_RDWR)
            except (OSError, ValueError):
                pass

    def _exchange(self) -> Reply:
        target, headers = self._route()
        self._connection.connect()
        # Kept, because the connection forgets its socket as soon as the answer's headers are there.
        self._socket = self._connection.sock
        self._hurry()
        self._connection.request("POST", target, self._data, headers)
        self._hurry()
        response = self._connection.getresponse()
        body = b""
        while not response.isclosed():
            self._hurry()
            chunk = response.read1(_CHUNK_BYTES)
            body += chunk
            if len(body) > _MAX_BODY_BYTES:
                raise ValueError("the answer is too long to be one")
            if not chunk:
                break
        return Reply(response, body)

    def _route(self) -> tuple:
        """Chooses the way there; the request target and the headers that go with it."""
        url = urlsplit(self._url)
        host, port = url.hostname or "", url.port or (443 if url.scheme == "https" else 80)
        headers = {"Content-Type": "application/json", "User-Agent": self._user_agent, "Connection": "close"}
        proxy = proxy_for(url.scheme, host, port)
        at_host, at_port, permit = _proxy_address(proxy) if proxy else (host, port, {})
        timeout = max(0.01, self._deadline.remaining())
        target = url.path or "/"
        if url.scheme == "https":
            self._connection = http.client.HTTPSConnection(at_host, at_port, timeout=timeout, context=_tls())
            if proxy:
                self._connection.set_tunnel(host, port, permit)
        else:
            self._connection = http.client.HTTPConnection(at_host, at_port, timeout=timeout)
            if proxy:
                target, headers = self._url, dict(headers, **permit)
        return target, headers

    def _hurry(self) -> None:
        """Each wait gets only what is left of the deadline; the waiting thread holds the rest of the bargain."""
        if self._deadline.remaining() == 0:
            raise socket.timeout("the time is up")
        self._socket.settimeout(self._deadline.remaining() + 0.01)


def _proxy_address(proxy: str) -> tuple:
    parts = urlsplit(proxy if "://" in proxy else "http://" + proxy)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("the proxy %s://… is not an HTTP proxy" % parts.scheme)
    permit = {}
    if parts.username:
        pair = unquote(parts.username) + ":" + unquote(parts.password or "")
        permit["Proxy-Authorization"] = "Basic " + base64.b64encode(pair.encode("utf-8")).decode("ascii")
    return parts.hostname, parts.port or 80, permit


def _tls() -> ssl.SSLContext:
    context = ssl.create_default_context()
    if hasattr(ssl, "TLSVersion"):
        context.minimum_version = ssl.TLSVersion.TLSv1_2
    paths = ssl.get_default_verify_paths()
    if not (os.environ.get("SSL_CERT_FILE") or paths.cafile or paths.capath or context.cert_store_stats()["x509_ca"]):
        for bundle in _SYSTEM_BUNDLES:
            if os.path.isfile(bundle):
                context.load_verify_locations(bundle)
                break
    return context
