"""Law 4 after law 5: what was applied with a crash in between can be rolled back as if there had been none."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fixtures.program import Project
from fixtures.server import new_database

from faults import workbench
from faults.conftest import ALL, TEMPLATE
from opskit.scratch.cluster import Cluster

# Data that was changed has no way back by itself.
NO_WAY_BACK = ("insert", "update")
BACK = ("rollback", "--confirm", "test", "--accept-data-loss")
SHARE, TESTS = 1, 12


def schema_only(text: str) -> str:
    return ";".join(each for each in text.split(";") if not each.strip().startswith(NO_WAY_BACK))


@pytest.fixture
def reversible(project: Project) -> Callable[[str], Project]:
    def prepare(conninfo: str) -> Project:
        for name, up in workbench.MIGRATIONS.items():
            project.migration(name, schema_only(up))
        return project.environment("test", conninfo)

    return prepare


@pytest.fixture(scope="session")
def boundaries(bench: Cluster, tmp_path_factory: pytest.TempPathFactory) -> int:
    with new_database(bench, TEMPLATE) as conninfo:
        project = Project(tmp_path_factory.mktemp("back")).environment("test", conninfo)
        for name, up in workbench.MIGRATIONS.items():
            project.migration(name, schema_only(up))
        call = workbench.call(project)
        assert call.ends() == 0
        return int(call.err().splitlines()[-1].split()[-1])


@pytest.mark.slow
@pytest.mark.parametrize("share", range(TESTS if ALL else SHARE))
def test_what_was_applied_in_two_goes_is_rolled_back_whole(
    share: int, bench: Cluster, boundaries: int, reversible: Callable[[str], Project]
) -> None:
    wrong = []
    numbers = range(share + 1, boundaries + 1, TESTS) if ALL else [1 + (2 * share + 1) * boundaries // (2 * SHARE)]
    for number in numbers:
        with new_database(bench, TEMPLATE) as conninfo:
            project = reversible(conninfo)
            project.ledger.unlink(missing_ok=True)
            before = workbench.picture(conninfo)
            workbench.call(project, "after-execute", number).ends()
            again = workbench.again(project)
            runs = back(project)
            after = workbench.picture(conninfo)
        if (again[-1], after.objects, after.debris) != (0, before.objects, []):
            names = sorted(
                name
                for name in {*before.objects, *after.objects}
                if before.objects.get(name) != after.objects.get(name)
            )
            wrong.append(f"after-execute {number}: again {again}, rollback {runs}, {after.debris}, {names}")
    assert wrong == []


def back(project: Project) -> list[int]:
    """Rolled back run by run, until there is nothing left: a crash makes two of one."""
    codes = []
    for _ in range(3):
        call = workbench.call(project, words=BACK)
        codes.append(call.ends())
        print(f"rollback: exit {codes[-1]}\n{call.err()}")
    return codes
