"""Judges Stryker's reports: a table of scores per file, and a failure where mutants live that should not.

Fails when a file's score, its explained survivors aside, is under the threshold, and when a mutant is called killed that docs/mutation.md proves nothing
can tell from the original: then the tests ran in a spoilt process, and no kill of that run can be believed.
"""

import json
import re
import sys
from collections import Counter
from pathlib import Path

THRESHOLD = 90.0
DOCS = Path(__file__).resolve().parents[1] / "docs" / "mutation.md"
COUNTED = ("Killed", "Timeout", "Survived", "NoCoverage")


def main(reports):
    explained = read_explained()
    rows, survivors, spoilt = [], [], []
    for report in reports:
        for path, file in json.loads(Path(report).read_text(encoding="utf-8-sig"))["files"].items():
            name = re.sub(r".*/src/", "", path)
            states = Counter(mutant["status"] for mutant in file["mutants"])
            if not any(states[state] for state in COUNTED):
                continue
            rows.append((name, states))
            for mutant in file["mutants"]:
                line, change = describe(mutant, file["source"])
                known = (name, line, change) in explained
                if mutant["status"] in ("Survived", "NoCoverage"):
                    survivors.append((name, line, change, known))
                elif mutant["status"] == "Killed" and known:
                    spoilt.append((name, line, change))
    if not rows:
        sys.exit("No mutant was tried: Stryker wrote no report, or its config names no file.")
    print_table(rows)
    for name, line, change, known in survivors:
        print(f"{'survives' if known else 'SURVIVES'}  {name}: {line}  ->  {change}" + ("" if known else "  (kill it, or explain it in docs/mutation.md)"))
    for name, line, change in spoilt:
        print(f"KILLED, which cannot be: {name}: {line}  ->  {change}")
    unexplained = Counter(name for name, _, _, known in survivors if not known)
    low = [name for name, states in rows if score(states, unexplained[name]) < THRESHOLD]
    if low or spoilt:
        sys.exit(f"Under {THRESHOLD:.0f} %: {', '.join(low)}" if low else "The run cannot be believed: see docs/mutation.md.")


def describe(mutant, source):
    """The mutated line and what the mutated part became, each on one line. A brace alone goes with what it opens."""
    lines = source.splitlines()
    at = mutant["location"]["start"]["line"] - 1
    line = one_line(lines[at])
    return one_line(line + " " + lines[at + 1] if line == "{" else line), one_line(mutant.get("replacement") or "")


def one_line(text):
    return re.sub(r"\s+", " ", text).strip()


def read_explained():
    """The rows of the page's table: | `file` | `line` | `becomes` | why |"""
    rows = re.findall(r"^\| `([^`]+)` \| `([^`]+)` \| `([^`]+)` \|", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    return {(name, one_line(line.replace("\\|", "|")), one_line(change.replace("\\|", "|"))) for name, line, change in rows}


def score(states, survived=None):
    """In percent; with ``survived``, of those mutants that a test could have noticed."""
    dead = states["Killed"] + states["Timeout"]
    alive = states["Survived"] + states["NoCoverage"] if survived is None else survived
    return 100.0 * dead / (dead + alive) if dead + alive else 100.0


def print_table(rows):
    total = Counter()
    print(f"{'':42} {'score':>7} {'killed':>7} {'timeout':>8} {'survived':>9} {'untested':>9}")
    for name, states in sorted(rows):
        total.update(states)
        print_row(name, states)
    print_row("all", total)


def print_row(name, states):
    print(f"{name:42} {score(states):6.1f}% {states['Killed']:7} {states['Timeout']:8} {states['Survived']:9} {states['NoCoverage']:9}")


if __name__ == "__main__":
    main(sys.argv[1:])
