"""Law 5: kill -9 of opskit right before and right after everything it does. In CI a share of the boundaries; with
OPSKIT_FAULTS=all each of them, in as many tests."""

from __future__ import annotations

import pytest
from fixtures.server import new_database

from faults import workbench
from faults.conftest import ALL, TEMPLATE, Ready
from faults.surviving import Law
from opskit.scratch.cluster import Cluster

WHERE = ("before-record", "after-record", "before-execute", "after-execute")
# Of each kind of boundary: how many are tried in CI, and in how many tests all of them are.
SHARE, TESTS = 1, 12


def chosen(share: int, boundaries: int) -> list[int]:
    """The boundaries (they count from 1) of one test: every twelfth, or the middle of a share."""
    if ALL:
        return list(range(share + 1, boundaries + 1, TESTS))
    return [1 + (2 * share + 1) * boundaries // (2 * SHARE)]


@pytest.mark.slow
@pytest.mark.parametrize("share", range(TESTS if ALL else SHARE))
@pytest.mark.parametrize("where", WHERE)
def test_opskit_killed_at_a_boundary_goes_on_where_it_stopped(
    where: str, share: int, bench: Cluster, ready: Ready, law: Law
) -> None:
    broken = []
    for number in chosen(share, law.undisturbed.boundaries[where.partition("-")[2]]):
        with new_database(bench, TEMPLATE) as conninfo:
            site = ready(conninfo)
            broken += law.broken(where, str(number), site, workbench.call(site.project, where, number))
    assert broken == []
