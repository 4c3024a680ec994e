"""The lives of licenses in contract/timeline, which every SDK plays."""

import os
import unittest

from . import contract
from .timeline_player import TimelinePlayer
from .timeline_server import TimelineServer

FILES = sorted(name for name in os.listdir(os.path.join(contract.ROOT, "contract", "timeline")) if name.endswith(".json"))
VECTORS = [vector for name in FILES for vector in contract.read("timeline", name)]


class Timelines(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = TimelineServer()

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()

    def play(self, vector):
        player = TimelinePlayer(self.server, vector)
        self.addCleanup(player.close)
        player.play()

    def test_every_timeline_has_a_test_of_its_own(self):
        tests = [name for name in dir(self) if name.startswith("test_timeline_")]
        self.assertEqual(len(tests), len(VECTORS))
        self.assertGreater(len(VECTORS), 0)


def _test_of(vector):
    def test(self):
        self.play(vector)

    test.__doc__ = vector["about"]
    return test


for _vector in VECTORS:
    _words = "".join(letter if letter.isalnum() else " " for letter in _vector["name"]).split()
    setattr(Timelines, "test_timeline_" + "_".join(_words), _test_of(_vector))
