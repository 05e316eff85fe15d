"""Law 6: what a statement locks, reads in full and writes anew is foreseen as a real server does it, for every case of
tests/locks/corpus. tests/locks/all_majors.sh runs it on every supported major."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from locks.comparing import differences, foresee
from locks.corpus import Case, cases
from locks.laboratory import SETTINGS, Laboratory, laboratory
from locks.observing import observe

from opskit.scratch.cluster import Cluster, running


@pytest.fixture(scope="module")
def lab(pg_bin: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laboratory]:
    """A server of its own: autovacuum would take locks in between."""
    server = Cluster.create(tmp_path_factory.mktemp("locks"), "server", pg_bin, SETTINGS)
    try:
        with running(server), laboratory(server) as made:
            yield made
    finally:
        server.destroy()


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.title.replace(" ", "-"))
def test_locks_scans_and_rewrites_are_foreseen(lab: Laboratory, case: Case) -> None:
    if not case.holds_for(lab.major):
        pytest.skip(f"for PostgreSQL {case.pg}")
    with lab.database(case) as conninfo:
        foreseen = foresee(conninfo, case)
        observed = observe(conninfo, case)
    assert observed.error == case.expected_error(lab.major)
    assert differences(foreseen, observed) == []
