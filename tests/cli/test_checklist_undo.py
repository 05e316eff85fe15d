"""`opskit checklist undo`: what an item has done is taken back, once, and can be done again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fixtures.checklist import agreed, events, items, measured, small, with_numbers
from fixtures.persons import at_terminal
from fixtures.program import Outcome, Project
from fixtures.server import Connect

from opskit.pg.operator_lock import KEY

YES = ("--confirm", "test")
SMALL = ("--runbook", "small")
HEAD = 'id = "x"\ntitle = "X"\npriority = "high"\nphase = "p"\nkind = "action"\n'
MIGRATE = f'{HEAD}check = {{ type = "migrate" }}\ndo = {{ type = "migrate" }}\n'
BACK = 'undo = { type = "rollback" }\n'
STARTED, FINISHED = "item.started", "item.finished"


@pytest.fixture
def numbers(database: str, project: Project) -> Project:
    return with_numbers(project, database)


@pytest.fixture
def migrating(numbers: Project) -> Project:
    return small(numbers, MIGRATE + BACK)


def do(project: Project, item: str = "x", *more: str) -> Outcome:
    return project.run("checklist", "run", item, *(more or SMALL), *YES, "--json")


def undo(project: Project, *more: str, item: str = "x") -> Outcome:
    runbook = SMALL if item == "x" else ()
    return project.run("checklist", "undo", item, *runbook, *more)


def there(database: str, connect: Connect, name: str = "one") -> bool:
    row = connect(database).execute("select to_regclass(%s) is not null", [name]).fetchone()
    return bool(row and row[0])


def state(project: Project) -> dict[str, Any]:
    return items(project.run("checklist", *SMALL, "--json").ok())["x"]


def test_a_setting_goes_back_and_can_be_made_again(numbers: Project, database: str, connect: Connect) -> None:
    def setting() -> Any:
        row = connect(database).execute("show statement_timeout").fetchone()
        return row and row[0]

    agreed(numbers)
    for _ in range(2):
        numbers.run("checklist", "run", "query-timeout", *YES).ok()
        assert setting() == "30s"
        done = undo(numbers, *YES, "--json", item="query-timeout").ok()
        assert (done.document["changed"], done.data["status"], setting()) == (True, "undone", "0")
        again = undo(numbers, *YES, "--json", item="query-timeout").ok()
        assert (again.document["changed"], again.data["undo"]) == (False, "")


def test_a_migration_goes_back_by_the_record_of_its_run(migrating: Project, database: str, connect: Connect) -> None:
    do(migrating).ok()
    [started] = events(migrating, STARTED)
    done = undo(migrating, *YES, "--json").ok()
    assert done.data["of_runs"] == [started.body["deed_run"]]
    assert done.data["way"]["data"]["verified"] is True
    assert not there(database, connect)
    begun, ended = events(migrating, STARTED)[-1], events(migrating, FINISHED)[-1]
    assert (begun.body["undoes"], begun.body["deed_run"]) == (started.body["deed_run"], done.document["run"])
    assert (ended.body["outcome"], ended.body["changed"]) == ("undone", True)
    assert (state(migrating)["status"], state(migrating)["next"]) == (
        "undone", "opskit checklist run x --runbook small -e test",
    )  # fmt: skip
    assert "nothing to undo" in undo(migrating, *YES).ok().out
    assert len(events(migrating, STARTED)) == 2


def test_a_dry_run_shows_the_way_and_records_nothing(migrating: Project, database: str, connect: Connect) -> None:
    do(migrating).ok()
    before = len(events(migrating, STARTED))
    page = undo(migrating, "-n").exits(10).out
    assert "DROP INDEX CONCURRENTLY" in page
    assert there(database, connect)
    assert len(events(migrating, STARTED)) == before


def test_without_anybody_who_says_yes_it_shows_the_way(migrating: Project, database: str, connect: Connect) -> None:
    do(migrating).ok()
    assert "DROP INDEX CONCURRENTLY" in undo(migrating).exits(10).out
    assert there(database, connect)
    assert "--confirm other does not name test" in undo(migrating, "--confirm", "other").exits(2).err


def test_what_this_checklist_has_not_done_is_left_alone(migrating: Project, database: str, connect: Connect) -> None:
    migrating.run("apply", *YES).ok()
    do(migrating).ok()
    assert "nothing to undo" in undo(migrating, *YES).ok().out
    assert there(database, connect)


def test_what_was_rolled_back_meanwhile_is_nothing_to_undo(migrating: Project) -> None:
    do(migrating).ok()
    migrating.run("rollback", *YES).ok()
    assert undo(migrating, *YES, "--json").ok().document["changed"] is False


def test_there_is_no_way_back_where_the_file_says_so(numbers: Project, database: str, connect: Connect) -> None:
    small(numbers, MIGRATE + 'undo = { type = "none", reason = "the rows are sent away" }\n')
    do(numbers).ok()
    refused = undo(numbers, *YES).exits(4).err
    assert "x has no way back (nothing was changed)\n  the rows are sent away" in refused
    assert there(database, connect)


@pytest.mark.parametrize(
    ("item", "says"), [("x", "x does nothing that could be taken back"), ("y", "small has no item 'y'")]
)
def test_what_does_nothing_has_nothing_to_take_back(numbers: Project, item: str, says: str) -> None:
    small(numbers, measured('type = "files", glob = "*.md"'))
    outcome = numbers.run("checklist", "undo", item, *SMALL, *YES).exits(2)
    assert says in outcome.err
    assert "next: opskit checklist show" in outcome.err


def test_rows_are_not_lost_unless_that_is_accepted(numbers: Project, database: str, connect: Connect) -> None:
    small(numbers, MIGRATE + BACK).migration("a2_more", "create table more (n integer);")
    do(numbers).ok()
    connect(database).execute("insert into more values (1)")
    refused = undo(numbers, *YES).exits(4).err
    assert "this rollback loses new data (nothing was changed)" in refused
    assert "next: opskit checklist undo x --runbook small -e test --accept-data-loss" in refused
    assert (there(database, connect, "more"), state(numbers)["status"]) == (True, "pass")
    undo(numbers, *YES, "--accept-data-loss").ok()
    assert not there(database, connect, "more")
    assert [path.suffix for path in (numbers.place / "rows").iterdir()] == [".sql"]


def test_what_others_applied_after_it_is_not_taken_along(migrating: Project, database: str, connect: Connect) -> None:
    do(migrating).ok()
    migrating.migration("a2_two", "create index two on numbers (n);").run("apply", *YES).ok()
    refused = undo(migrating, *YES).exits(4).err
    assert "applied after it: a2" in refused
    assert "opskit rollback --to base" in refused
    assert there(database, connect)


def test_a_run_that_failed_half_way_goes_with_the_one_that_went_on(
    migrating: Project, database: str, connect: Connect
) -> None:
    migrating.migration("a2_two", "create index two on numbers ((1 / (n - 5)));")
    do(migrating).exits(8)
    assert there(database, connect)
    connect(database).execute("delete from numbers where n = 5")
    do(migrating).ok()
    first, second = (each.body["deed_run"] for each in events(migrating, STARTED))
    assert undo(migrating, *YES, "--json").ok().data["of_runs"] == [first, second]
    assert (there(database, connect), there(database, connect, "two")) == (False, False)


def test_an_undo_that_is_refused_leaves_the_item_done(migrating: Project, database: str, connect: Connect) -> None:
    do(migrating).ok()
    other = connect(database)
    other.execute("set application_name = 'opskit/20260101-000000-0000/operator'")
    other.execute("select pg_advisory_lock(%s, %s)", KEY)
    undo(migrating, *YES).exits(5)
    assert (len(events(migrating, STARTED)), state(migrating)["status"]) == (1, "pass")


def test_a_schema_that_is_not_as_before_is_told(migrating: Project, database: str, connect: Connect) -> None:
    do(migrating).ok()
    connect(database).execute("create table meanwhile (n integer)")
    outcome = undo(migrating, *YES, "--json").exits(8)
    assert [each["name"] for each in outcome.data["way"]["data"]["differs"]][-1] == "public.meanwhile"
    assert outcome.data["status"] == "undone"


def test_statements_of_the_runbooks_own_take_back_what_was_no_migration_of_theirs(
    numbers: Project, database: str, connect: Connect
) -> None:
    small(numbers, MIGRATE + 'undo = { type = "sql", statement = "drop index one" }\n')
    do(numbers).ok()
    assert "DROP INDEX CONCURRENTLY one" in undo(numbers, "-n").exits(10).out
    undo(numbers, *YES).ok()
    assert not there(database, connect)
    assert undo(numbers, *YES, "--json").ok().document["changed"] is False


def test_what_a_person_takes_back_is_asked_for(numbers: Project, database: str, connect: Connect) -> None:
    small(numbers, MIGRATE + 'undo = { type = "confirm", text = "Drop the index by hand." }\n')
    do(numbers).ok()
    refused = undo(numbers, *YES).exits(4).err
    assert "x waits for a person (nothing was changed)\n  Drop the index by hand." in refused
    code, screen = at_terminal(numbers, "n\n", "checklist", "undo", "x", *SMALL)
    assert (code, "Is it done?" in screen, state(numbers)["status"]) == (4, True, "pass")
    connect(database).execute("drop index one")
    code, screen = at_terminal(numbers, "y\n", "checklist", "undo", "x", *SMALL)
    assert (code, state(numbers)["status"]) == (0, "undone")


def test_a_name_is_typed_though_the_environment_is_not_protected(migrating: Project) -> None:
    do(migrating).ok()
    code, screen = at_terminal(migrating, "no\n", "checklist", "undo", "x", *SMALL)
    assert (code, "Type test to go on" in screen) == (11, True)
    assert at_terminal(migrating, "test\n", "checklist", "undo", "x", *SMALL)[0] == 0


def test_a_faulty_file_of_waivers_is_not_in_the_way(migrating: Project, database: str, connect: Connect) -> None:
    do(migrating).ok()
    (migrating.place / "waivers.toml").write_text("colour = 1", encoding="utf-8")
    migrating.run("checklist", *SMALL).exits(7)
    undo(migrating, *YES).ok()
    assert not there(database, connect)


def test_a_ledger_that_cannot_be_read_tells_nobody_what_to_take_back(migrating: Project) -> None:
    do(migrating).ok()
    for path in migrating.place.glob("ledger.sqlite*"):
        path.unlink()
    migrating.ledger.write_text("no ledger at all, whatever its name says", encoding="utf-8")
    refused = undo(migrating, *YES).exits(3).err
    assert "what x has done is not known (nothing was changed)" in refused
    assert "next: opskit rollback -n" in refused


def test_after_an_undo_the_item_is_looked_at_as_ever(migrating: Project) -> None:
    do(migrating).ok()
    undo(migrating, *YES).ok()
    migrating.run("checklist", "run", "x", *SMALL).exits(10)
    assert state(migrating)["status"] == "pending"
    assert undo(migrating, *YES, "--json").ok().document["changed"] is False


def touching(project: Project) -> Path:
    """An item that makes a file by a command, and removes it by another; the file."""
    made, copied = project.place / "made", project.place / "opskit.toml"
    small(
        project,
        f'{HEAD}check = {{ type = "files", glob = "made" }}\n'
        f'do = {{ type = "command", argv = ["cp", "{copied}", "{made}"] }}\n'
        f'undo = {{ type = "command", argv = ["rm", "{made}"] }}\n',
    )
    return made


def test_a_command_is_taken_back_by_the_one_its_file_names(numbers: Project) -> None:
    made = touching(numbers)
    for _ in range(2):
        do(numbers).ok()
        assert f"rm {made}" in undo(numbers, "-n").exits(10).out
        assert made.exists()
        undo(numbers, *YES).ok()
        assert (made.exists(), state(numbers)["status"]) == (False, "undone")
        assert undo(numbers, *YES, "--json").ok().document["changed"] is False, "rm a second time would fail"


def test_an_undo_that_fails_says_so_and_can_be_begun_again(numbers: Project) -> None:
    made = touching(numbers)
    do(numbers).ok()
    made.unlink()
    undo(numbers, *YES).exits(8)
    [first, _] = [each.body["deed_run"] for each in events(numbers, STARTED)]
    assert (state(numbers)["status"], "rm" in state(numbers)["text"]) == ("fail", True)
    made.write_text("again", encoding="utf-8")
    assert undo(numbers, *YES, "--json").ok().data["of_runs"] == [first]
    assert state(numbers)["status"] == "undone"
