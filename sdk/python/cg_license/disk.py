"""Disk work that ends in time: a network home that went away makes a plain read wait for minutes."""

from __future__ import annotations

import errno
import threading

# Local disks answer within milliseconds, sleeping network shares within a second.
PATIENCE_SECONDS = 2.0


class Disk:
    """Runs disk work on a thread of its own, which is left behind when it does not come back: nothing can cancel it."""

    def __init__(self) -> None:
        self._stuck: threading.Thread | None = None

    def do(self, work, *args):
        """What ``work`` comes to, or raises. TimeoutError (an OSError) when it takes too long, or the one before still does."""
        if self._stuck is not None and self._stuck.is_alive():
            raise TimeoutError(errno.ETIMEDOUT, "the disk does not answer")
        done: list = []

        def run() -> None:
            try:
                done.append((work(*args), None))
            except BaseException as cause:  # whatever it is belongs to the one who waits
                done.append((None, cause))

        thread = threading.Thread(target=run, name="cg_license disk", daemon=True)
        try:
            thread.start()
        except RuntimeError:
            # No more threads to be had: some embedded interpreters, and any at its shutdown.
            return work(*args)
        thread.join(PATIENCE_SECONDS)
        if not done:
            self._stuck = thread
            raise TimeoutError(errno.ETIMEDOUT, "the disk did not answer within %g seconds" % PATIENCE_SECONDS)
        result, cause = done[0]
        if cause is not None:
            raise cause
        return result
