"""Plays one timeline of contract/timeline: sets the time, lets the world and the machines act, compares what comes of it."""

import datetime
import os
import shutil
import tempfile
import time

from .timeline_machine import IMPATIENCE_SECONDS, PRODUCT, TimelineMachine

# What a busy computer may add to a time-out.
_MARGIN_SECONDS = 3.0
_CALLS = ("check", "activate", "heartbeat", "deactivate")
_UTC = datetime.timezone.utc

# A word that this runner does not know must not pass for one that it obeyed.
_VECTOR_WORDS = {"name", "about", "steps", "variant", "license"}
_STEP_WORDS = {"do", "day", "seconds", "clock", "clockAt", "server", "disk", "machine", "from", "salt", "key", "running", "with", "expect"}
_EXPECT_WORDS = {"licensed", "done", "code", "reason", "says", "status", "message", "daysRemaining", "machinesUsed", "file", "asked"}


class TimelinePlayer:
    def __init__(self, server, vector):
        _refuse_unknown(vector, _VECTOR_WORDS)
        self.longest = 0.0
        self._server = server
        self._vector = vector
        self._machines = {}
        world = server.ask("open")
        self._url, self._start = world["url"], _seconds(world["start"])
        self._has_disk = any("disk" in step for step in vector["steps"])
        if self._has_disk:
            self._home = os.path.join(server.ask("disk good")["folder"], os.urandom(8).hex())
        else:
            self._home = tempfile.mkdtemp(prefix="cglicense-timeline-")
        server.admin("/createProduct", {"name": "Tool", "slug": PRODUCT, "creatorId": "creator"})
        self._admin("/createVariant", dict(vector.get("variant", {}), productId=PRODUCT, name="indie"))
        terms = dict({"productId": PRODUCT, "variant": "indie"}, **vector.get("license", {}))
        self._key = self._admin("/createLicense", dict(terms, email="artist@studio.example"))["licenseKey"]

    def play(self):
        for number, step in enumerate(self._vector["steps"], 1):
            _refuse_unknown(step, _STEP_WORDS)
            try:
                self._take(step)
            except Exception as cause:
                where = "%s, step %d (day %s, %s)" % (self._vector["name"], number, step["day"], step["do"])
                raise AssertionError("%s: %s" % (where, cause)) from cause

    def close(self):
        if self._has_disk:
            self._server.ask("disk good")
        shutil.rmtree(self._home, ignore_errors=True)

    def _take(self, step):
        now = self._start + step["day"] * 86400 + step.get("seconds", 0)
        self._server.ask("time " + datetime.datetime.fromtimestamp(now, _UTC).isoformat())
        machine = self._machine(step.get("machine", "one"))
        machine.clock = _seconds(step["clockAt"]) if "clockAt" in step else now + step.get("clock", 0) * 86400
        do = step["do"]
        if do.startswith("/"):
            body = dict({"licenseKey": self._key}, **step.get("with", {}))
            self._admin(do, body, machine)
        elif do in ("rotate-key", "revoke-key"):
            self._server.ask(do)
        elif do in _CALLS:
            self._use(step, machine)
        else:
            machine.change_file(do, self._machines.get(step.get("from")))

    def _use(self, step, machine):
        gate = step.get("server", "up")
        slow = gate in ("silent", "trickling")
        self._server.ask("gate " + gate)
        if self._has_disk:
            self._server.ask("disk " + step.get("disk", "good"))
        self._server.ask("requests")
        if not step.get("running"):
            machine.start(step.get("salt"), slow)
        began = time.perf_counter()
        result, error = machine.call(step["do"], step.get("key", self._key))
        took = time.perf_counter() - began
        self.longest = max(self.longest, took)
        if slow and took > IMPATIENCE_SECONDS + _MARGIN_SECONDS:
            raise AssertionError("It took %.1f seconds." % took)
        asked = None if gate == "down" else self._server.ask("requests")["routes"]
        self._compare(step, machine, result, error, asked)

    def _compare(self, step, machine, result, error, asked):
        expected = step["expect"]
        _refuse_unknown(expected, _EXPECT_WORDS)
        info = machine.tool.get_license_info() or {}
        seen = {
            "licensed" if step["do"] == "check" else "done": result,
            "code": error.code if error else None,
            "reason": error.reason if error else None,
            "status": machine.tool.get_status(),
            "message": machine.tool.get_message(),
            "daysRemaining": info.get("days_remaining"),
            "machinesUsed": info.get("machines_used"),
            "file": os.path.exists(machine.file),
            "asked": asked,
            "says": expected.get("says") if error and expected.get("says", "") in error.message else None,
        }
        # What is not said is not compared, but for the result, an error, and who was asked. A closed port tells nobody.
        wanted = dict({"licensed" if step["do"] == "check" else "done": None, "code": None, "asked": None}, **expected)
        if {name: seen.get(name) for name in wanted} != wanted:
            raise AssertionError("should be %s, is %s; %s" % (wanted, seen, error.message if error else "no error"))

    def _machine(self, name):
        if name not in self._machines:
            self._machines[name] = TimelineMachine(name, self._home, self._url)
        return self._machines[name]

    def _admin(self, route, body, machine=None):
        return self._server.admin(route, {name: self._settled(value, machine) for name, value in body.items()})

    def _settled(self, value, machine):
        if value == "<fingerprint>":
            return machine.fingerprint
        if isinstance(value, str) and value.startswith("day "):
            moment = self._start + float(value[4:]) * 86400
            return datetime.datetime.fromtimestamp(moment, _UTC).isoformat()
        return value


def _seconds(iso_time):
    """Without the fractions that Python before 3.11 cannot read as .NET writes them."""
    return datetime.datetime.strptime(iso_time[:19] + "+0000", "%Y-%m-%dT%H:%M:%S%z").timestamp()


def _refuse_unknown(thing, words):
    if set(thing) - words:
        raise AssertionError("unknown words: %s" % sorted(set(thing) - words))
