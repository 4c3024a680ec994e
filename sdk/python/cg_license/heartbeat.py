"""Keeping a floating seat from the background, for tools that have no timer of their own."""

from __future__ import annotations

import os
import threading
import traceback

from .machine_license import NO_SEAT, REFUSALS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Callable

    from .exceptions import LicenseError
    from .license import LicenseClient

# A missed heartbeat is tried again well before the seat lapses, which takes three of them.
_RETRY_SHARE = 0.2
_JITTER_SHARE = 0.1


class HeartbeatLoop:
    """Runs from its making until ``stop``; also a context manager. A daemon thread: it never keeps a tool from ending."""

    def __init__(self, client: LicenseClient, on_lost: Callable[[LicenseError], object] | None = None) -> None:
        self._client = client
        self._on_lost = on_lost
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="cg_license heartbeat", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Ends the heartbeats; the seat lapses by itself, or at once with ``deactivate``. Waits for nothing."""
        self._stopped.set()

    def __enter__(self) -> HeartbeatLoop:
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()

    def _run(self) -> None:
        lost = False
        pause = self._seconds()
        while not self._stopped.wait(pause):
            alive = self._client.send_heartbeat()
            error = self._client.get_error()
            gone = not alive and error is not None and error.code in REFUSALS + NO_SEAT
            if gone and not lost and self._on_lost is not None:
                self._tell(error)
            lost = gone
            pause = self._seconds() * (1.0 if alive or gone else _RETRY_SHARE)

    def _tell(self, error: LicenseError) -> None:
        try:
            self._on_lost(error)
        except Exception:  # the tool's own mistake; the seat may yet be had again
            traceback.print_exc()

    def _seconds(self) -> float:
        """A little early and never twice the same, so that a farm started at once does not beat as one."""
        chance = int.from_bytes(os.urandom(2), "big") / 65535.0
        return self._client.get_heartbeat_seconds() * (1.0 - _JITTER_SHARE * chance)
