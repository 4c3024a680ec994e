import os
import subprocess
import sys
import textwrap

import cg_license
from cg_license.fingerprint import ENVIRONMENT_VARIABLE

from .clients import SALT, ServerCase
from .server_process import PRODUCT

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(cg_license.__file__)))

PREPARE = """
import os, sys, time
from cg_license import LicenseClient
url, folder, key = sys.argv[1:]
client = LicenseClient(url, %r, %r, storage_dir=folder)
""" % (PRODUCT, SALT)

# Whatever starts a process raises an audit event; before Python 3.8, its way into the kernel is watched instead.
WATCH = """
started = []
EVENTS = ("subprocess.Popen", "os.system", "os.fork", "os.forkpty", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile")
import sys
if hasattr(sys, "addaudithook"):
    sys.addaudithook(lambda event, arguments: started.append(event) if event in EVENTS else None)
else:
    import os, _posixsubprocess
    def watched(*arguments):
        started.append("process")
        return -1
    os.fork = os.forkpty = os.system = os.execv = os.execve = _posixsubprocess.fork_exec = watched
"""


class Processes(ServerCase):
    def start(self, code, key="", machine="machine-1"):
        # Without -S, the site packages of the interpreter at hand may load anything before us.
        environment = dict(os.environ, PYTHONPATH=ROOT, **{ENVIRONMENT_VARIABLE: machine})
        return subprocess.Popen(
            [sys.executable, "-S", "-c", PREPARE + textwrap.dedent(code), self.server.url, self.folder, key],
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True)

    def output(self, process):
        text, _ = process.communicate(timeout=120)
        return text.strip()

    def test_ten_processes_that_write_at_once_never_tear_the_file(self):
        key = self.server.new_license(maxMachines=1)
        self.client().activate(key)
        code = """
            wrong = 0
            for turn in range(12):
                if turn % 6 == 5:
                    client.activate(key)
                client._license.now = lambda: time.time() + 90000
                wrong += not client.check_license()
            print(wrong, client.get_error())
        """
        processes = [self.start(code, key) for _ in range(10)]
        self.assertEqual([self.output(process) for process in processes], ["0 None"] * 10)
        self.assertEqual(len(self.server.machines(key)), 1)
        self.assertEqual(os.listdir(self.folder), ["license.dat"])
        self.assertIs(self.client().check_license(), True)

    def test_processes_that_start_at_once_agree_on_a_random_identity(self):
        code = """
            from cg_license import fingerprint
            fingerprint._platform_identity = lambda: None
            print(client.fingerprint)
        """
        processes = [self.start(code, machine="") for _ in range(8)]
        self.assertEqual(len({self.output(process) for process in processes}), 1)

    def test_with_one_seat_per_process_two_processes_take_two_seats_and_a_third_none(self):
        self.server.call(
            "/createVariant", productId=PRODUCT, name="per-process", licenseType="floating", maxConcurrent=2,
            seatScope="process")
        key = self.server.new_license(variant="per-process")
        code = """
            try:
                seats = [client.activate(key)["seatsUsed"] for _ in range(2)]
                print(seats, client.check_license(), client.send_heartbeat())
            except Exception as error:
                print(error.code, client.check_license())
        """
        self.assertEqual(self.output(self.start(code, key)), "[1, 1] True True")
        self.assertEqual(self.output(self.start(code, key)), "[2, 2] True True")
        # It finds the others' token in the file they share; the token does not stand in for a seat.
        self.assertEqual(self.output(self.start(code, key)), "machine_limit False")

    def test_no_call_ever_spawns_a_process(self):
        code = WATCH + textwrap.dedent("""
            del os.environ["CGLICENSE_MACHINE_ID"]
            client.check_license()
            client.activate(key)
            client._license.now = lambda: time.time() + 90000
            calls = [client.check_license(), client.send_heartbeat(), client.deactivate()]
            print(calls, started)
            os.system("true")
            print(len(started) > 0)
        """)
        process = self.start(code, self.server.new_license())
        self.assertEqual(self.output(process), "[True, True, True] []\nTrue")

    def test_a_fresh_check_loads_no_network(self):
        self.activated()
        code = "print(client.check_license(), sorted(set(sys.modules) & {'http.client', 'ssl', 'socket', 'urllib.parse'}))"
        self.assertEqual(self.output(self.start(code)), "True []")

    def test_a_client_survives_being_at_the_end_of_its_interpreter(self):
        self.activated()
        code = """
            import atexit
            client._license.now = lambda: time.time() + 90000
            atexit.register(lambda: print(client.check_license(), client.send_heartbeat(), client.deactivate()))
        """
        self.assertEqual(self.output(self.start(code)), "True True True")
