"""This process's name for its floating session."""

from __future__ import annotations

import base64
import os

_named = (0, "")


def process_session() -> str:
    """The same in all of a process, another in the next one, also after a fork.

    Where a license gives every process a seat of its own, two processes on one machine must not pass for each other, so
    the name is never taken from the file they share. A request that is repeated because its answer was lost takes one
    seat and not two.
    """
    global _named
    if _named[0] != os.getpid():
        _named = (os.getpid(), "ses_" + base64.urlsafe_b64encode(os.urandom(15)).decode("ascii"))
    return _named[1]
