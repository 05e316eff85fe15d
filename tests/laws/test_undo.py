"""Law 4 over the corpus of statements: what is done and taken back by its own undo leaves the schema, the owners,
privileges and comments as they were. tests/laws/undo_share.py prints how many kinds of statement have one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from locks.corpus import Case
from locks.laboratory import SETTINGS, Laboratory, laboratory

from laws.undo_share import CASES, reasons
from laws.undoing import Went, back_and_forth
from opskit.migrate.undo import UNKNOWN
from opskit.scratch.cluster import Cluster, running

# Kinds of statement that are taken back, see undo_share.py: at least so many on every major.
TAKEN_BACK = 131


@pytest.fixture(scope="module")
def lab(pg_bin: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laboratory]:
    server = Cluster.create(tmp_path_factory.mktemp("undo"), "server", pg_bin, SETTINGS)
    try:
        with running(server), laboratory(server) as made:
            yield made
    finally:
        server.destroy()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title.replace(" ", "-"))
def test_apply_and_undo_restore_the_fingerprint(lab: Laboratory, case: Case) -> None:
    if not case.holds_for(lab.major) or case.expected_error(lab.major):
        pytest.skip("refused by the server, or for other versions")
    went = back_and_forth(lab, case)
    assert went.left == []
    assert went.how is not Went.WITHOUT or went.reason not in ("", UNKNOWN)


def test_as_many_kinds_of_statement_as_ever_are_taken_back(lab: Laboratory) -> None:
    assert len([kind for kind, said in reasons(lab, CASES).items() if not said]) >= TAKEN_BACK
