"""Outside of its windows an environment is not changed, unless somebody breaks the glass; it is looked at, and a
rollback goes through, at any time."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from fixtures.checklist import events, remember
from fixtures.program import Outcome, Project
from fixtures.server import Connect

from opskit.app import apply
from opskit.app.context import open_context
from opskit.app.proposing import Wish
from opskit.catalog.configuration import choose, load
from opskit.cli.voices.plain import PlainVoice
from opskit.core.window import Window
from opskit.errors import Blocked
from opskit.store.sqlite_ledger import SqliteLedger
from opskit.value import replace

Windows = Callable[..., Project]
REASON = "the job list times out; Ann decided"
BREAK = ("--break-glass", "--reason", REASON)
APPLY = ("apply", "--confirm", "test")
ARITHMETIC = "it takes 1 s (estimated) + undo 1 s (estimated) + margin 5 min = 5 min 2 s"


@pytest.fixture
def within(project: Project, database: str) -> Windows:
    """`within((0, 60))`: the environment `test` with a window from now on for an hour, and a migration that is
    pending."""

    def made(*windows: tuple[float, float]) -> Project:
        now = datetime.now(UTC)
        each = ((now + timedelta(minutes=start), now + timedelta(minutes=end)) for start, end in windows)
        listed = ", ".join(f"{{ start = {start.isoformat()}, end = {end.isoformat()} }}" for start, end in each)
        return project.environment("test", database, f"windows = [{listed}]").migration(
            "r1_t", "create table t (a int)"
        )

    return made


def there(conninfo: str, table: str = "t") -> bool:
    with psycopg.connect(conninfo) as connection:
        return connection.execute("select to_regclass(%s) is not null", [table]).fetchone() == (True,)


def recorded(project: Project) -> list[str]:
    return [event.entry.kind for event in SqliteLedger(project.ledger).events()]


def words(text: str) -> str:
    return " ".join(text.split())


def blocked(outcome: Outcome) -> list[str]:
    """The lines of the refusal."""
    return outcome.exits(4).err.strip().splitlines()


def test_inside_its_window_it_is_changed_as_ever(within: Windows, database: str) -> None:
    project = within((-10, 60))
    project.run(*APPLY).ok()
    assert there(database)
    assert "glass.broken" not in recorded(project)


def test_an_environment_without_windows_is_changed_at_any_time(within: Windows, database: str) -> None:
    project = within()
    plan = project.run("plan", "--json").ok().data
    assert plan["window"] is None
    assert plan["budget"]["do_s"] == 0.25
    assert "Window:" not in project.run("plan").out
    project.run(*APPLY).ok()
    assert there(database)


def test_outside_of_a_window_nothing_is_begun_and_the_next_window_is_named(within: Windows, database: str) -> None:
    project = within((-60, -10), (30, 33), (60, 120))
    opens = choose(load(project.place), "test", "").windows[2]
    assert isinstance(opens, Window)
    assert blocked(project.run(*APPLY)) == [
        "opskit: blocked: test may not be changed now (nothing was changed)",
        f"  no window is open; {ARITHMETIC}",
        f"  next: the same again from {opens.start:%Y-%m-%d %H:%M} UTC on   |  in an emergency:"
        " --break-glass --reason 'SENTENCE'",
    ]
    assert not there(database)
    assert recorded(project) == []


def test_what_does_not_end_with_its_way_back_before_the_window_does_is_not_begun(
    within: Windows, database: str
) -> None:
    what, why, hint = blocked(within((-60, 5)).run(*APPLY))
    assert "test may not be changed now" in what
    assert why.startswith(f"  {ARITHMETIC}, but 4 min ")
    assert " are left until " in why
    assert hint.startswith("  next: write the next window of test into opskit.toml   |  in an emergency:")
    assert not there(database)


def test_what_no_window_to_come_is_long_enough_for_is_to_be_rehearsed(within: Windows) -> None:
    assert "next: opskit rehearse -e test" in within((10, 12)).run(*APPLY).exits(4).err


def test_what_took_long_here_has_to_fit_as_long_again(within: Windows) -> None:
    project = within((-10, 30))
    remember(project, "run.started", timedelta(minutes=100), command="apply")
    remember(project, "run.finished", timedelta(minutes=60), command="apply", outcome="applied", revisions=["r1"])
    why = blocked(project.run(*APPLY))[1]
    assert re.match(r"  it takes 40 min \d s \(as long as it took here\) \+ undo 1 s .* = 45 min \d s, but 29 min", why)


def test_a_rehearsal_on_a_full_copy_takes_the_place_of_the_estimate(within: Windows) -> None:
    project = within((-10, 60))
    project.run("rehearse").ok()
    assert project.run("plan", "--json").ok().data["budget"]["basis_do"] == "estimated"
    project.run("rehearse", "--copy", "full").ok()
    budget = project.run("plan", "--json").ok().data["budget"]
    assert (budget["basis_do"], budget["basis_undo"]) == ("rehearsed once", "rehearsed once")
    (_, full) = events(project, "rehearsal.finished")
    (measured,) = full.body["migrations"]
    assert (budget["do_s"], budget["undo_s"]) == (measured["apply_s"], measured["rollback_s"])


@pytest.mark.parametrize(
    ("migration", "undo"),
    [
        (("create table t (a int); alter table s add column b int", ""), (0.5, "estimated")),
        (("create table t (a int)", "begin; drop table t; commit"), (0.25, "estimated")),
        (("create index s_a on s (a)", "drop index s_a; update s set a = 0"), (0.25, "taken to be as long")),
        (("drop index s_old", ""), (0.25, "taken to be as long")),
        (("insert into s values (1)", ""), (0.0, "estimated")),
    ],
)
def test_a_way_back_that_only_drops_takes_an_instant_and_any_other_as_long_as_the_way_there(
    project: Project, database: str, connect: Connect, migration: tuple[str, str], undo: tuple[float, str]
) -> None:
    connect(database).execute("create table s (a int); create index s_old on s (a)")
    planned = project.environment("test", database).migration("r1_x", *migration).run("plan", "--json").ok().data
    assert (planned["budget"]["undo_s"], planned["budget"]["basis_undo"]) == undo


def test_nobody_is_asked_first(within: Windows) -> None:
    """Nobody could be: without a refusal the page would come, and exit 10."""
    assert within((10, 60)).run("apply").exits(4).out == ""


def test_the_plan_says_whether_it_fits(within: Windows) -> None:
    page = words(within((-10, 60)).run("plan").ok().out)
    assert "Window: open until " in page
    assert f" left; {ARITHMETIC}: it fits." in page


@pytest.mark.parametrize(("command", "code"), [(("plan",), 0), (("apply", "-n"), 10)])
def test_a_plan_that_does_not_fit_is_shown_all_the_same_and_leaves_no_trace(
    within: Windows, command: tuple[str, ...], code: int
) -> None:
    project = within((60, 120))
    page = words(project.run(*command).exits(code).out)
    assert f"BLOCKED Window: no window is open; {ARITHMETIC}; the next that is long enough: " in page
    data = project.run(*command, "--json").exits(code).data
    assert (data["window"]["open"], data["window"]["fits"], data["window"]["left_s"]) == (False, False, None)
    assert data["window"]["start"] is not None
    assert data["budget"] == {"do_s": 0.25, "undo_s": 0.25, "basis_do": "estimated", "basis_undo": "estimated"}
    assert not project.ledger.exists()


def test_a_dry_run_breaks_no_glass(within: Windows) -> None:
    project = within((60, 120))
    project.run("apply", "-n", *BREAK).exits(10)
    assert not project.ledger.exists()


def test_a_rollback_is_refused_at_no_time(within: Windows, database: str) -> None:
    within((-10, 60)).run(*APPLY).ok()
    within((-60, -10)).run("rollback", "--confirm", "test", "--accept-data-loss").ok()
    assert not there(database)


def test_a_rehearsal_is_for_any_time(within: Windows) -> None:
    within((-60, -10)).run("rehearse").ok()


def test_a_fix_is_refused_and_goes_on_over_broken_glass(within: Windows, database: str, connect: Connect) -> None:
    admin = connect(database)
    admin.execute("create table s (a int); insert into s values (1), (1)")
    with pytest.raises(psycopg.errors.UniqueViolation):
        admin.execute("create unique index concurrently s_a on s (a)")
    project = within((60, 120))
    fix = ("fix", "index_invalid", "--confirm", "test")
    assert "test may not be changed now" in project.run(*fix).exits(4).err
    assert words(project.run("fix", "index_invalid", "-n").exits(10).out).count("BLOCKED Window: no window") == 1
    assert project.run("fix", "index_invalid").exits(4).out == ""
    assert there(database, "s_a")
    assert (
        f"the glass is broken: {REASON} (overridden: window: no window is open;" in project.run(*fix, *BREAK).ok().err
    )
    assert not there(database, "s_a")


def test_the_record_of_a_fix_that_was_cut_short_takes_an_instant_to_close(
    within: Windows, database: str, connect: Connect
) -> None:
    admin = connect(database)
    admin.execute("create table s (a int); create index s_a on s (a); create index s_b on s (a)")
    project = within((-10, 60))
    fix = ("fix", "index_duplicate", "--confirm", "test")
    project.run(*fix).ok()
    admin.execute("update opskit.revision set state = 'applying' where slug = 'findings_mended'")
    assert [step["revision"] for step in project.run(*fix, "--json").ok().data["steps"]] == [""]


def test_broken_glass_is_told_and_recorded_before_anything_is_done(within: Windows, database: str) -> None:
    project = within((60, 120))
    outcome = project.run(*APPLY, *BREAK).ok()
    overridden = f"window: no window is open; {ARITHMETIC}"
    assert f"opskit: the glass is broken: {REASON} (overridden: {overridden})" in outcome.err
    assert recorded(project)[:2] == ["glass.broken", "run.started"]
    (broken,) = events(project, "glass.broken")
    with psycopg.connect(database) as connection:
        login = connection.info.user
    assert broken.body == {"reason": REASON, "overridden": [overridden], "login": login}
    assert broken.run == outcome_run(project)
    assert there(database)


def outcome_run(project: Project) -> str:
    return events(project, "run.finished")[-1].run


def test_glass_that_was_broken_for_nothing_is_recorded_too(within: Windows) -> None:
    project = within((-10, 60))
    assert "(overridden: nothing)" in project.run(*APPLY, *BREAK).ok().err
    assert events(project, "glass.broken")[0].body["overridden"] == []


def test_broken_glass_does_not_say_yes(within: Windows, database: str) -> None:
    project = within((60, 120))
    assert project.run("apply", *BREAK).exits(10).out
    assert not there(database)
    assert recorded(project) == []


def test_the_report_names_a_run_that_broke_the_glass(within: Windows, project: Project) -> None:
    within((60, 120)).run(*APPLY, *BREAK).ok()
    out = project.place / "report.html"
    project.run("report", "-o", "html", "-O", str(out)).ok()
    assert f"glass broken: {REASON}" in out.read_text("utf-8")
    assert "applied, GLASS BROKEN" in words(project.run("report").ok().out)


@pytest.mark.parametrize("command", ["apply", "fix"])
@pytest.mark.parametrize(
    ("options", "what"),
    [
        (("--break-glass",), "--break-glass wants a reason of more than a word"),
        (("--break-glass", "--reason", "  "), "--break-glass wants a reason of more than a word"),
        (("--break-glass", "--reason", " urgent "), "--break-glass wants a reason of more than a word"),
        (("--reason", REASON), "--reason says why the glass is broken, and it is not"),
        (("--reason", ""), "--reason says why the glass is broken, and it is not"),
    ],
)
def test_breaking_the_glass_wants_a_sentence_and_a_sentence_the_glass(
    within: Windows, command: str, options: tuple[str, ...], what: str
) -> None:
    error = within((60, 120)).run(command, *options).exits(2).err.splitlines()
    assert error[0] == f"opskit: usage: {what} (nothing was changed)"
    assert error[2].startswith("  next: --break-glass --reason '")


def test_a_yes_that_came_too_late_for_the_window_changes_nothing(within: Windows, database: str) -> None:
    settings = load(within((-10, 60)).place)
    context = open_context(settings, choose(settings, "test", ""), PlainVoice())
    proposal = apply.propose(context, Wish())
    now = datetime.now(UTC)
    over = replace(context.environment, windows=(Window(now - timedelta(hours=1), now),))
    with pytest.raises(Blocked, match="may not be changed now"):
        apply.carry(replace(context, environment=over), proposal)
    assert not there(database)
    assert not Path(settings.ledger).exists()
