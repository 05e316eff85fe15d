"""`opskit checklist waive`: what was observed of an item is lived with, by as many persons as it takes."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fixtures.checklist import NOWHERE, events, items, look, with_numbers
from fixtures.persons import Persons, typed_by
from fixtures.program import Outcome, Project
from fixtures.server import Connect
from psycopg import sql

from opskit.app.context import Context

WHY = ("--reason", "staging has no load that could be measured")
UNTIL = ("--until", "14d")
# Of high priority, and seen to be pending or inconclusive.
HIGH, CRITICAL = "query-timeout", "run-benchmarks"


@pytest.fixture
def numbers(database: str, project: Project) -> Project:
    return with_numbers(project, database)


@pytest.fixture
def looked(numbers: Project) -> Project:
    """Both items were looked at, and apply-migration is no longer in the way of one of them."""
    numbers.run("apply", "--confirm", "test").ok()
    for item in ("apply-migration", HIGH, CRITICAL):
        numbers.run("checklist", "run", item)
    return numbers


def waive(project: Project, item: str, *more: str) -> Outcome:
    return project.run("checklist", "waive", item, *WHY, *(more or UNTIL))


def state(project: Project, item: str) -> dict[str, Any]:
    return items(project.run("checklist", "--json").ok())[item]


def entries(project: Project) -> list[dict[str, Any]]:
    path = project.place / "waivers.toml"
    found: list[dict[str, Any]] = tomllib.loads(path.read_text("utf-8")).get("waiver", []) if path.exists() else []
    return found


def later(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    monkeypatch.setattr(Context, "now", lambda _: datetime.now(UTC) + by)


def test_what_was_observed_is_waived_until_the_end_of_a_day(looked: Project) -> None:
    before = state(looked, HIGH)
    done = waive(looked, HIGH, *UNTIL, "--ticket", "OPS-7", "--json").ok().document
    after = state(looked, HIGH)
    assert (before["status"], after["status"], after["next"], done["changed"]) == ("pending", "waived", "", True)
    [entry] = entries(looked)
    last = (datetime.now(UTC) + timedelta(days=14)).date()
    assert entry.pop("expires") == datetime(last.year, last.month, last.day, 23, 59, 59, tzinfo=UTC)
    assert entry == {
        "runbook": "migration-readiness", "item": HIGH, "environment": "test", "reason": WHY[1], "by": "postgres",
        "finding": before["finding"], "ticket": "OPS-7",
    }  # fmt: skip
    [event] = events(looked, "item.waived")
    assert event.body["subject"] == f"migration-readiness/{HIGH}"
    assert (event.body["finding"], event.body["database_user"]) == (before["finding"], "postgres")


def test_the_same_command_twice_is_said_once(looked: Project) -> None:
    waive(looked, HIGH).ok()
    before = (looked.place / "waivers.toml").read_bytes()
    again = waive(looked, HIGH, *UNTIL, "--json").ok().document
    assert again["changed"] is False
    assert (len(events(looked, "item.waived")), (looked.place / "waivers.toml").read_bytes()) == (1, before)


def test_a_dry_run_shows_the_entry_and_writes_nothing(looked: Project) -> None:
    outcome = waive(looked, HIGH, *UNTIL, "-n").exits(10)
    assert "[[waiver]]" in outcome.out
    assert (entries(looked), events(looked, "item.waived"), state(looked, HIGH)["status"]) == ([], [], "pending")


def test_a_critical_item_takes_two_logins(looked: Project, person: Persons) -> None:
    first = waive(looked, CRITICAL, *UNTIL).ok()
    assert "It takes 1 login more." in first.out
    assert state(looked, CRITICAL)["status"] == "inconclusive"
    refused = waive(looked, CRITICAL).exits(4).err
    assert "login postgres has waived it already (nothing was recorded)" in refused
    assert "two with one login cannot be told apart" in refused
    assert "PGUSER" in refused
    bob = person("ck_bob")
    typed_by(looked, bob, "checklist", "waive", CRITICAL, "--reason", "seen by me too, it is so", *UNTIL).ok()
    assert state(looked, CRITICAL)["status"] == "waived"
    [entry] = entries(looked)
    assert (entry["by"], entry["approved_by"]) == ("postgres", "ck_bob")
    assert [each.body["database_user"] for each in events(looked, "item.waived")] == ["postgres", "ck_bob"]
    assert len({each.body["waiver"] for each in events(looked, "item.waived")}) == 1
    assert waive(looked, CRITICAL, *UNTIL, "--json").ok().document["changed"] is False


def test_a_superuser_is_a_login_like_any_other(looked: Project, person: Persons) -> None:
    root = person("ck_root", "superuser")
    typed_by(looked, root, "checklist", "waive", CRITICAL, *WHY, *UNTIL).ok()
    typed_by(looked, root, "checklist", "waive", CRITICAL, *WHY, *UNTIL).exits(4)
    waive(looked, CRITICAL).ok()
    assert state(looked, CRITICAL)["status"] == "waived"


def test_another_day_is_another_waiver_and_agrees_to_nothing(looked: Project, person: Persons) -> None:
    waive(looked, CRITICAL).ok()
    typed_by(looked, person("ck_bob"), "checklist", "waive", CRITICAL, *WHY, "--until", "15d").ok()
    assert (len(entries(looked)), state(looked, CRITICAL)["status"]) == (2, "inconclusive")


def test_an_entry_typed_by_hand_has_no_effect_until_its_person_says_so(looked: Project) -> None:
    waive(looked, HIGH).ok()
    written = looked.place / "waivers.toml"
    forged = written.read_text("utf-8").replace(WHY[1], "nobody has said this")
    written.write_text(forged, encoding="utf-8")
    assert state(looked, HIGH)["status"] == "pending"
    assert f"{HIGH}: the entry of postgres has no effect: said by nobody" in looked.run("checklist").ok().out
    assert "said by nobody" in looked.run("checklist", "show", HIGH).ok().out
    assert "nobody has said this" in waive(looked, HIGH).ok().out, "what is agreed to is read"
    assert (state(looked, HIGH)["status"], written.read_text("utf-8")) == ("waived", forged)


def test_a_name_in_the_file_is_no_second_person(looked: Project) -> None:
    waive(looked, CRITICAL).ok()
    written = looked.place / "waivers.toml"
    written.write_text(written.read_text("utf-8") + 'approved_by = "ann"\n', encoding="utf-8")
    assert state(looked, CRITICAL)["status"] == "inconclusive"


def test_it_ends_to_the_second_and_the_item_has_its_true_status_again(
    looked: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    end = datetime.now(UTC).replace(microsecond=0) + timedelta(days=2)
    waive(looked, HIGH, "--until", end.isoformat()).ok()
    monkeypatch.setattr(Context, "now", lambda _: end - timedelta(seconds=1))
    assert state(looked, HIGH)["status"] == "waived"
    monkeypatch.setattr(Context, "now", lambda _: end)
    assert state(looked, HIGH)["status"] == "pending"
    assert "ended" in looked.run("checklist").ok().out


def test_another_failure_of_the_same_item_is_not_covered(looked: Project, database: str, connect: Connect) -> None:
    """Pending is what was waived; that somebody set it to a day is another finding."""
    waive(looked, HIGH).ok()
    admin = connect(database)
    admin.execute(sql.SQL("alter database {} set statement_timeout = '1d'").format(sql.Identifier(admin.info.dbname)))
    assert look(looked, HIGH)["status"] != "waived"
    assert "of another finding" in looked.run("checklist", "show", HIGH).ok().out


def test_a_waiver_that_ends_within_a_week_is_told(looked: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    waive(looked, HIGH).ok()
    assert f"{HIGH}: 14 d left" in looked.run("checklist").ok().out
    later(monkeypatch, timedelta(days=8))
    assert f"{HIGH}: ends soon, 6 d left" in looked.run("checklist").ok().out


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        ([HIGH, *WHY], 2, "--until"),
        ([HIGH, "--until", "14d"], 2, "--reason"),
        ([HIGH, "--reason", "so what", *UNTIL], 2, "no sentence"),
        ([HIGH, *WHY, "--until", "tomorrow"], 2, "is no day and no time with an offset"),
        ([HIGH, *WHY, "--until", "2026-12-01T10:00:00"], 2, "is no day and no time with an offset"),
        ([HIGH, *WHY, "--until", "2020-01-31"], 2, "is over"),
        ([HIGH, *WHY, "--until", "91d"], 2, "a waiver lasts 90 d at most"),
        ([HIGH, *WHY, "--until", "99999999d"], 2, "is no day"),
        ([HIGH, *WHY, *UNTIL, "--ticket", "https://a:secret@x/y"], 2, "holds a password"),
        (["apply-migration", *WHY, *UNTIL], 4, "apply-migration has nothing to waive"),
        (["production-config", *WHY, *UNTIL], 4, "nobody has looked at it yet"),
        (["verify-indices", *WHY, *UNTIL], 2, "did you mean 'verify-indexes'?"),
    ],
)
def test_what_cannot_be_waived_is_refused_and_nothing_is_recorded(
    looked: Project, words: list[str], code: int, says: str
) -> None:
    outcome = looked.run("checklist", "waive", *words).exits(code)
    assert says in outcome.err
    assert "next:" in outcome.err
    assert "secret" not in outcome.err
    assert (entries(looked), events(looked, "item.waived")) == ([], [])


def test_what_waits_for_another_item_is_not_waived(numbers: Project) -> None:
    numbers.run("checklist", "run")
    assert "run-benchmarks cannot be waived yet" in waive(numbers, CRITICAL).exits(4).err


def test_a_sign_off_that_nobody_gives_can_be_waived(numbers: Project) -> None:
    waive(numbers, "load-test").ok()
    assert state(numbers, "load-test")["status"] == "waived"


def test_a_database_that_opskit_toml_does_not_name_has_no_waivers(looked: Project, database: str) -> None:
    for words in (["checklist", "run", HIGH], ["checklist", "waive", HIGH, *WHY, *UNTIL]):
        outcome = looked.run(*words, "--dsn", database)
    assert "a waiver is for an environment that opskit.toml names" in outcome.exits(2).err


def test_nobody_is_authenticated_without_the_server(looked: Project) -> None:
    looked.environment("test", NOWHERE)
    waive(looked, HIGH).exits(6)
    assert entries(looked) == []


def test_a_file_that_cannot_be_written_is_said_before_anything_is_recorded(looked: Project) -> None:
    with (looked.place / "opskit.toml").open("a", encoding="utf-8") as file:
        file.write('[runbooks]\nwaivers = "opskit.toml/waivers.toml"\n')
    assert "cannot be written (nothing was recorded)" in waive(looked, HIGH).exits(2).err
    assert events(looked, "item.waived") == []


def test_the_file_can_be_elsewhere(looked: Project) -> None:
    with (looked.place / "opskit.toml").open("a", encoding="utf-8") as file:
        file.write('[runbooks]\nwaivers = "reviewed/exceptions.toml"\n')
    waive(looked, HIGH).ok()
    assert (looked.place / "reviewed" / "exceptions.toml").exists()
    assert state(looked, HIGH)["status"] == "waived"


def test_what_others_wrote_in_the_file_stays(looked: Project) -> None:
    written = looked.place / "waivers.toml"
    written.write_text("# ours, since the audit\n", encoding="utf-8")
    waive(looked, HIGH).ok()
    waive(looked, "load-test").ok()
    assert written.read_text("utf-8").startswith("# ours, since the audit\n\n[[waiver]]\n")
    assert len(entries(looked)) == 2


def test_a_reason_of_hostile_characters_is_kept_and_shown_harmless(looked: Project) -> None:
    reason = 'he said "it\\\'s fine" \x1b[31m \x7f [[waiver]] ]] #'
    looked.run("checklist", "waive", HIGH, "--reason", reason, *UNTIL).ok()
    assert entries(looked)[0]["reason"] == reason
    assert state(looked, HIGH)["status"] == "waived"
    assert "\x1b" not in looked.run("checklist").ok().out


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("expires = 2027-01-31T00:00:00", "timezone"),
        ("expires = 2027-01-31", "expires"),
        ('finding = "abc"', "finding"),
        ('reason = ""', "reason"),
        ("colour = 1", "unknown field `colour`"),
    ],
)
def test_every_fault_of_the_file_is_told_with_its_line(looked: Project, line: str, says: str) -> None:
    waive(looked, HIGH).ok()
    written = looked.place / "waivers.toml"
    key = line.partition(" ")[0]
    lines = [each for each in written.read_text("utf-8").splitlines() if not each.startswith(f"{key} ")] + [line]
    written.write_text("\n".join(lines) + "\n", encoding="utf-8")
    outcome = looked.run("checklist").exits(7)
    assert f"{written}:{len(lines)}: waiver of {HIGH}: " in outcome.err
    assert says in outcome.err


def test_an_entry_for_what_there_is_not_is_a_fault_of_lint(looked: Project) -> None:
    waive(looked, HIGH).ok()
    written = looked.place / "waivers.toml"
    sound = written.read_text("utf-8")
    looked.run("runbook", "lint").ok()
    for said, wrong, says in (
        ('"migration-readiness"', '"migration-redness"', "there is no runbook 'migration-redness'"),
        (f'"{HIGH}"', '"query-timeouts"', "migration-readiness has no item 'query-timeouts'"),
        ('"test"', '"tst"', "there is no environment 'tst'"),
    ):
        written.write_text(sound.replace(said, wrong), encoding="utf-8")
        assert says in looked.run("runbook", "lint").exits(7).err


def test_a_waiver_outlives_a_reset(looked: Project) -> None:
    waive(looked, HIGH).ok()
    looked.run("checklist", "reset", HIGH, "--reason", "begun from the start again").ok()
    assert state(looked, HIGH)["status"] == "pending"
    assert look(looked, HIGH)["status"] == "waived"
