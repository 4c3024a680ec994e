"""The contract's data at the root of the repository. A folder that is missing or empty is an error, never a skip."""

import json
import os

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))


def read(*path):
    with open(os.path.join(ROOT, "contract", *path), encoding="utf-8") as file:
        document = json.load(file)
    if not document or any(rows == [] for rows in (document.values() if isinstance(document, dict) else ())):
        raise AssertionError("no vectors in " + os.path.join(*path))
    return document
