"""The process of tests/TimelineServer: the real server with a clock that can be set. One for all timelines."""

import json
import os
import subprocess

from . import contract


def _executable():
    built = os.path.join(contract.ROOT, "artifacts", "bin", "CgLicense.TimelineServer", "debug", "cglicense-timeline")
    path = os.environ.get("CGLICENSE_TEST_TIMELINE") or built
    if not os.path.exists(path):
        raise AssertionError("Build the server first: dotnet build tests/TimelineServer (looked for %s)" % path)
    return path


class TimelineServer:
    def __init__(self):
        self._process = subprocess.Popen(
            [_executable()], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            universal_newlines=True)

    def ask(self, command):
        self._process.stdin.write(command + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline() or '{"error": "it has ended"}')
        if "error" in answer and "code" not in answer:
            raise AssertionError(answer["error"])
        return answer

    def admin(self, route, body):
        """What a seller does."""
        answer = self.ask("admin %s %s" % (route, json.dumps(body)))
        if answer.get("success") is not True:
            raise AssertionError("%s: %s" % (route, answer))
        return answer

    def stop(self):
        self._process.communicate()
