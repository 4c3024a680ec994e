#!/usr/bin/python3
"""Writes the test vectors of this folder.

    /usr/bin/python3 contract/make_vectors.py

Needs PyJWT and cryptography (Debian: python3-jwt, python3-cryptography). It shares no code with any implementation of
the contract, so that an error in one of them cannot hide in its own vectors. The output depends on contract/keys/
alone: running it again changes nothing.
"""
import json
import pathlib
import sys

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER))
sys.dont_write_bytecode = True

from making import cache, fingerprints, keysets, offline, tokens  # noqa: E402  (needs the path above)


def write(name, content):
    path = FOLDER / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    counts = {key: len(rows) for key, rows in content.items() if isinstance(rows, list)} \
        if isinstance(content, dict) else len(content)
    print(name, counts)


if __name__ == "__main__":
    write("fingerprints/vectors.json", fingerprints.vectors())
    write("cache/vectors.json", cache.vectors())
    write("keysets/vectors.json", keysets.vectors())
    write("tokens/vectors.json", tokens.vectors())
    write("offline/vectors.json", offline.vectors())
