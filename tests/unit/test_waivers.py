"""Waivers: which of them have an effect, and what is written into their file."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from opskit.catalog import waivers
from opskit.core.waiver import LONGEST, Effect, Waiver, standing
from opskit.value import replace

NOW = datetime(2026, 1, 6, 22, 0, tzinfo=UTC)
FAULT = "0123456789abcdef"
SECOND = timedelta(seconds=1)
WAIVER = Waiver("window", "apply", "staging", "it comes later", "ann", NOW + timedelta(days=14), FAULT)


@pytest.mark.parametrize(
    ("expires", "fault", "agreed", "persons", "effect"),
    [
        (NOW + SECOND, FAULT, ["ann"], 1, Effect.IN_FORCE),
        (NOW, FAULT, ["ann"], 1, Effect.EXPIRED),
        (NOW + LONGEST, FAULT, ["ann"], 1, Effect.IN_FORCE),
        (NOW + LONGEST + SECOND, FAULT, ["ann"], 1, Effect.TOO_LONG),
        (NOW + SECOND, "f" * 16, ["ann"], 1, Effect.ELSEWHERE),
        (NOW + SECOND, "", ["ann"], 1, Effect.ELSEWHERE),
        (NOW + SECOND, FAULT, [], 1, Effect.UNSAID),
        (NOW + SECOND, FAULT, ["bob"], 1, Effect.UNSAID),
        (NOW + SECOND, FAULT, ["ann"], 2, Effect.ALONE),
        (NOW + SECOND, FAULT, ["bob", "cleo"], 2, Effect.UNSAID),
        (NOW + SECOND, FAULT, ["bob", "ann"], 2, Effect.IN_FORCE),
    ],
)
def test_what_comes_of_an_entry(expires: datetime, fault: str, agreed: list[str], persons: int, effect: Effect) -> None:
    assert standing(replace(WAIVER, expires=expires), fault, agreed, persons, NOW).effect is effect


@pytest.mark.parametrize("other", ["runbook", "item", "environment", "reason", "by", "finding"])
def test_the_events_are_bound_to_every_word_but_who_agreed(other: str) -> None:
    assert replace(WAIVER, **{other: "x"}).key != WAIVER.key
    assert replace(WAIVER, expires=NOW).key != WAIVER.key
    assert replace(WAIVER, approved_by="bob").key == WAIVER.key


def test_an_entry_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "waivers.toml"
    hostile = replace(WAIVER, reason='"""\\ [[waiver]] \x7f\x1b\u2028 \n approved_by = "x"', ticket="OPS-7")
    for each in (WAIVER, hostile):
        path.write_text(waivers.with_entry(path, each), encoding="utf-8")
    assert waivers.load(path) == (WAIVER, hostile)
    assert waivers.load(path)[1].key == hostile.key


@pytest.mark.parametrize("there", ["", 'approved_by = "cleo"\n'])
def test_who_agreed_is_written_to_its_own_entry(tmp_path: Path, there: str) -> None:
    path = tmp_path / "waivers.toml"
    other = replace(WAIVER, item="verify")
    path.write_text(f"{waivers.entry(other)}\n{waivers.entry(WAIVER)}{there}\n# the end\n", encoding="utf-8")
    path.write_text(waivers.with_second(path, WAIVER.key, "bob"), encoding="utf-8")
    assert waivers.load(path) == (other, replace(WAIVER, approved_by="bob"))
    assert path.read_text("utf-8").endswith("# the end\n")


@pytest.mark.parametrize(
    "text",
    [
        "waiver = [{entry}]\n",
        '[[waiver]]\n{lines}\nticket = """\n[[waiver]]\n"""\n',
    ],
    ids=["in one line", "a header within a text"],
)
def test_a_file_in_which_it_has_no_place_is_left_as_it_is_or_says_just_that(tmp_path: Path, text: str) -> None:
    lines = waivers.entry(WAIVER).removeprefix("[[waiver]]\n").strip()
    path = tmp_path / "waivers.toml"
    inline = "{" + ", ".join(lines.splitlines()) + "}"
    path.write_text(text.replace("{entry}", inline).replace("{lines}", lines), encoding="utf-8")
    [before] = waivers.load(path)
    made = waivers.with_second(path, WAIVER.key, "bob")
    told = tomllib.loads(made)["waiver"][0]
    assert told.pop("approved_by", "bob") == "bob"
    path.write_text(made, encoding="utf-8")
    assert replace(waivers.load(path)[0], approved_by="") == before
