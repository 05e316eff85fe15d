"""Law 4 over the corpus of statements: what is done and taken back by its own undo leaves the schema, the owners,
privileges and comments as they were. tests/laws/undo_share.py prints how many kinds of statement have one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from locks.corpus import Case
from locks.laboratory import SETTINGS, Laboratory, laboratory

from laws.undo_share import CASES, kind
from laws.undoing import Went, back_and_forth
from opskit.migrate.undo import UNKNOWN
from opskit.scratch.cluster import Cluster, running

# Kinds of statement that change rows, or what nobody can know.
WITHOUT = frozenset(
    "at_detach_partition_finalize call_stmt delete_stmt do_stmt insert_stmt merge_stmt truncate_stmt"
    " update_stmt".split()
)
# Of other kinds the statements for which PostgreSQL has no way back, or only one through rows that are gone.
EXCEPT = frozenset(
    {
        "drop column that is a foreign key",
        "drop column that is referenced with cascade",
        "drop table that is referenced with cascade",
        "alter index attach partition",
        "alter index attach the last partition",
        "setval",
        "nextval",
        "alter enum add value",
        "alter enum add value before",
        "undo: type of a column without a cast back",
        "undo: drop the expression of a column in the middle",
        "undo: drop the expression of a column that a view reads",
        "undo: explain analyze of an update",
    }
)


@pytest.fixture(scope="module")
def lab(pg_bin: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laboratory]:
    server = Cluster.create(tmp_path_factory.mktemp("undo"), "server", pg_bin, SETTINGS)
    try:
        with running(server), laboratory(server) as made:
            yield made
    finally:
        server.destroy()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title.replace(" ", "-"))
def test_apply_and_undo_restore_the_fingerprint(
    lab: Laboratory, case: Case, record_property: Callable[[str, object], None]
) -> None:
    if not case.holds_for(lab.major) or case.expected_error(lab.major):
        pytest.skip("refused by the server, or for other versions")
    went = back_and_forth(lab, case)
    record_property("undo", [kind(case), went.how is Went.BACK])
    assert went.left == []
    if went.how is Went.WITHOUT:
        assert kind(case) in WITHOUT or case.title in EXCEPT
        assert went.reason not in ("", UNKNOWN)
