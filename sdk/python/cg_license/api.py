"""Talking to the license server: one request, one answer, never later than its deadline."""

from __future__ import annotations

import threading
import time

from .exceptions import LicenseError, NetworkError, error_for
from .proxies import is_loopback
from .wire import json_bytes, json_object, number_of, text_of, texts_of, time_of

_MAX_REDIRECTS = 3
_SAME_METHOD_REDIRECTS = (301, 302, 307, 308)

_ANSWER_FIELDS = {
    text_of: ("token", "status", "variant", "message", "licenseType", "sessionId", "publicKey", "keySet", "rootKey"),
    number_of: ("machinesUsed", "maxMachines", "heartbeatSeconds", "seatsUsed", "maxConcurrent"),
    time_of: ("expiresAt", "licenseExpiresAt", "sessionExpiresAt"),
    texts_of: ("features",),
}


class Deadline:
    """A moment on the monotonic clock, which no change of the wall clock moves."""

    __slots__ = ("_end",)

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def remaining(self) -> float:
        return max(0.0, self._end - time.monotonic())


class ServerApi:
    """The server's client endpoints as calls that return the answer or raise a LicenseError.

    The server's own refusals come with their code; everything that is not an answer is a NetworkError.
    """

    def __init__(self, server_url: str, user_agent: str) -> None:
        self._base = server_url.rstrip("/")
        self._user_agent = user_agent

    def refuse_open_channel(self) -> None:
        """Trust on first use over plain HTTP would trust whoever sits on the line."""
        scheme, _, rest = self._base.partition("://")
        host = rest.partition("/")[0]
        host = host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]
        if scheme.lower() != "https" and not is_loopback(host):
            raise LicenseError(
                "The license server %s is addressed over plain HTTP, where its keys could be forged. Use https://, or "
                "pin the server's root key with public_key." % self._base,
                code="invalid_request",
                reason="insecure_url",
            )

    def post(self, route: str, body: dict, deadline: Deadline) -> dict:
        """The answer of a request that the server granted, its known fields of the right types."""
        url, data = self._base + route, json_bytes(body)
        for _ in range(_MAX_REDIRECTS + 1):
            reply = self._exchange(url, data, deadline)
            if reply.status not in _SAME_METHOD_REDIRECTS:
                return _granted(reply)
            url = _redirected(url, reply.location)
        raise NetworkError("The license server redirects in circles. Check server_url.")

    def _exchange(self, url: str, data: bytes, deadline: Deadline):
        """Runs the request on a thread, because name look-ups and trickling answers heed no socket time-out."""
        # Imported here: http.client and ssl cost more than the whole check of a fresh token.
        from .transport import Request

        request = Request(url, data, self._user_agent, deadline)
        try:
            threading.Thread(target=request.run, name="cg_license", daemon=True).start()
        except RuntimeError:
            # No more threads to be had: some embedded interpreters, and any at its shutdown.
            request.run()
        if not request.done.wait(deadline.remaining()):
            request.abandon()
            raise NetworkError("The license server did not answer in time.", reason="timeout")
        if request.error is not None:
            raise NetworkError(request.error)
        return request.reply


def _granted(reply) -> dict:
    try:
        answer = json_object(reply.body)
        if reply.status == 200 and (answer.get("success") is True or answer.get("valid") is True):
            for read, names in _ANSWER_FIELDS.items():
                for name in names:
                    read(answer, name)
            return answer
        code, message = text_of(answer, "code"), text_of(answer, "error")
        details = {
            "retry_after": number_of(answer, "retryAfterSeconds") or reply.retry_after,
            "seats_used": number_of(answer, "seatsUsed"),
            "max_concurrent": number_of(answer, "maxConcurrent"),
        }
    except ValueError:
        code = message = None
    if code and message and 400 <= reply.status < 500:
        raise error_for(code, message, **details)
    raise NetworkError(
        "The license server answered with HTTP status %d%s." % (reply.status, ": " + message if message else ""),
        reason=code or "unusable_answer",
        retry_after=reply.retry_after,
    )


def _redirected(url: str, location: str | None) -> str:
    """Same host and HTTPS only; anything else would hand the license key to somebody else."""
    from urllib.parse import urljoin, urlsplit

    try:
        old, new = urlsplit(url), urlsplit(urljoin(url, location or ""))
        new_port = new.port or 443
        same_port = old.scheme == "http" or new_port == (old.port or 443)
    except ValueError:
        raise NetworkError("The license server redirects to an address that is none.") from None
    if not location or new.scheme != "https" or new.hostname != old.hostname or new.username or not same_port:
        raise NetworkError(
            "The license server redirects to %s, which is not the same host over HTTPS. Check server_url, or sign in to "
            "this network first." % (new.hostname or "nowhere"),
            reason="redirect",
        )
    return new.geturl()
