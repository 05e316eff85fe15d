"""Law 5 over a whole runbook: killed between any two events or statements, the same command again ends where an
undisturbed run ends, and nothing is done twice."""

from __future__ import annotations

import pytest
from fixtures.checklist import events, items
from fixtures.program import Project
from fixtures.server import new_database

from faults import workbench
from faults.conftest import ALL, TEMPLATE
from faults.workbench import Picture
from opskit.core.item_record import DONE, FINISHED, SETTLED, STARTED
from opskit.scratch.cluster import Cluster

RUN = ("checklist", "run", "--runbook", "window", "--confirm", "test")
Known = dict[str, tuple[Picture, dict[str, int]]]
WHERE = ("before-record", "after-record", "before-execute", "after-execute")
# Of the boundaries of each kind: every so many-th is tried in CI.
STEP = 1 if ALL else 60
WINDOW = """\
schema = 1
items = 5
metrics = 0
id = "window"
title = "A window"
version = "1"
[[phase]]
id = "before"
title = "Before"
[[phase]]
id = "inside"
title = "Inside"
pause = "go?"
[[item]]
id = "note"
title = "A row that must be there once"
priority = "critical"
phase = "before"
kind = "action"
check = { type = "sql", query = "select from journal where said = 'by the item'", expect = "rows == 1" }
do = { type = "sql", statement = "insert into journal values ('by the item'); insert into journal values ('second')" }
undo = { type = "sql", statement = "delete from journal where said in ('by the item', 'second')" }
[[item]]
id = "migrate"
title = "The migrations"
priority = "critical"
phase = "inside"
kind = "action"
guard = [{ type = "check", slugs = ["prepared_transaction_old"] }]
check = { type = "migrate" }
do = { type = "migrate" }
undo = { type = "rollback", budget = "5m" }
[[item]]
id = "index"
title = "An index of its own"
priority = "high"
phase = "inside"
kind = "action"
needs = ["migrate"]
check = { type = "sql", query = "select from pg_indexes where indexname = 'orders_placed'", expect = "rows == 1" }
do = { type = "sql", statement = "create index orders_placed on orders (placed)" }
undo = { type = "sql", statement = "drop index orders_placed" }
[[item]]
id = "indexes"
title = "All indexes"
priority = "critical"
phase = "inside"
kind = "check"
needs = ["migrate"]
check = { type = "verify-indexes" }
[[item]]
id = "agreed"
title = "What a person says"
priority = "critical"
phase = "before"
kind = "manual"
signoff = { ask = "What?" }
"""


@pytest.fixture
def window(project: Project, bench: Cluster) -> Project:
    folder = project.place / "runbooks"
    folder.mkdir()
    (folder / "window.toml").write_text(WINDOW, encoding="utf-8")
    workbench.with_migrations(project)
    return project


def prepare(project: Project, conninfo: str) -> None:
    """A database to work on, an empty ledger, and what persons have to say said."""
    project.ledger.unlink(missing_ok=True)
    project.environment("test", conninfo)
    settings = project.place / "opskit.toml"
    settings.write_text(settings.read_text() + '[runbooks]\npath = "runbooks"\n', encoding="utf-8")
    said = ("--runbook", "window", "--reason", "all of it was agreed")
    project.run("checklist", "sign", "agreed", *said).ok()


def once_more(project: Project) -> list[int]:
    """The same command until it comes through, the pause point agreed to as soon as it is reached."""
    codes: list[int] = []
    while len(codes) < 2 * workbench.TRIES:
        call = workbench.call(project, words=RUN)
        codes.append(call.ends())
        if codes[-1] in (0, workbench.BUG):
            break
        project.run("checklist", "sign", "inside", "--runbook", "window", "--reason", "go on with it")
    return codes


@pytest.fixture(scope="module")
def known() -> Known:
    """What an undisturbed run comes to, once for all tests."""
    return {}


def undisturbed(project: Project, cluster: Cluster) -> tuple[Picture, dict[str, int]]:
    """What is there after a run that nobody disturbs, and how many boundaries it has."""
    with new_database(cluster, TEMPLATE) as conninfo:
        prepare(project, conninfo)
        assert workbench.call(project, words=RUN).ends() == 8, "it stops at the pause point, with something done"
        project.run("checklist", "sign", "inside", "--runbook", "window", "--reason", "go on with it").ok()
        call = workbench.call(project, words=RUN)
        assert call.ends() == 0, call.err() + (project.place / "stdout").read_text()
        words = call.err().splitlines()[-1].split()
        return workbench.picture(conninfo), {words[1]: int(words[2]), words[3]: int(words[4])}


def wrong(project: Project, conninfo: str, after: Picture, codes: list[int]) -> list[str]:
    found = workbench.picture(conninfo).other_than(after)
    found += [f"still there: session {each}" for each in workbench.sessions(conninfo)]
    if codes[-1] != 0:
        found.append(f"the same command again does not come through: exits {codes}")
    if project.run("ledger", "verify").code != 0:
        found.append("the ledger's chain is broken")
    states = {
        name: item["status"] for name, item in items(project.run("checklist", "--runbook", "window", "--json")).items()
    }
    found += [f"{name} is {status}" for name, status in states.items() if status not in ("pass", "signed")]
    began, ended = events(project, STARTED), events(project, FINISHED)
    for name in {entry.body["item"] for entry in began}:
        good = [entry for entry in ended if entry.body["item"] == name and entry.body["outcome"] in (DONE, SETTLED)]
        found += [f"{name} was done {len(good)} times"] if len(good) != 1 else []
    return found


@pytest.mark.slow
@pytest.mark.parametrize("where", WHERE)
def test_a_runbook_killed_at_a_boundary_goes_on_where_it_stopped(
    where: str, window: Project, bench: Cluster, known: Known
) -> None:
    after, boundaries = known.setdefault("run", known.get("run") or undisturbed(window, bench))
    last, broken = boundaries[where.partition("-")[2]], []
    for number in range(1 + WHERE.index(where) * STEP // len(WHERE), last + 1, STEP):
        with new_database(bench, TEMPLATE) as conninfo:
            prepare(window, conninfo)
            workbench.call(window, words=RUN).ends()
            window.run("checklist", "sign", "inside", "--runbook", "window", "--reason", "go on with it").ok()
            workbench.call(window, where, number, words=RUN).ends()
            codes = once_more(window)
            broken += [f"{where} {number}: {each}" for each in wrong(window, conninfo, after, codes)]
    assert broken == []


@pytest.mark.slow
def test_the_part_before_a_pause_point_survives_as_well(window: Project, bench: Cluster, known: Known) -> None:
    after, _ = known.setdefault("run", known.get("run") or undisturbed(window, bench))
    broken = []
    for where in WHERE:
        for number in range(1, 40, STEP // 2 or 1):
            with new_database(bench, TEMPLATE) as conninfo:
                prepare(window, conninfo)
                if workbench.call(window, where, number, words=RUN).ends() != -9:
                    break
                broken += [f"{where} {number}: {each}" for each in wrong(window, conninfo, after, once_more(window))]
    assert broken == []
