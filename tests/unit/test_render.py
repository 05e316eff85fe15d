"""Everything that comes from a database or a file is hostile text when printed."""

from __future__ import annotations

import pytest

from opskit.core.identifier import ident
from opskit.core.secret import redact
from opskit.render import markdown, terminal
from opskit.render.blocks import Bullets, Code, Facts, Heading, Line, Table
from opskit.render.hostile import visible
from opskit.render.words import count, duration, plural, size

HOSTILE = "a\x1b[31mred\x07\u202e|`<script>\r\n"
BLOCKS = [
    Heading(HOSTILE), Line(HOSTILE, "fail"), Facts({"name": HOSTILE}), Bullets([HOSTILE]), Code(HOSTILE),
    Table(["name", "size"], [[HOSTILE, "1"]], numeric=["size"]),
]  # fmt: skip


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: type(block).__name__)
def test_no_control_character_of_a_database_reaches_the_terminal(block: object) -> None:
    drawn = terminal.draw([block], 80, False)  # type: ignore[list-item]
    assert not set(drawn) & {"\x1b", "\x07", "\u202e", "\r"}
    assert "red" in drawn


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: type(block).__name__)
def test_markdown_cannot_be_broken_out_of(block: object) -> None:
    drawn = markdown.draw([block])  # type: ignore[list-item]
    assert not set(drawn) & {"\x1b", "\x07", "\u202e", "\r"}
    if isinstance(block, Table):
        assert len(drawn.splitlines()) == 3
    if not isinstance(block, Code):
        assert "<script>" not in drawn


def test_names_are_wrapped_never_cut() -> None:
    name = "x" * 63
    drawn = terminal.draw([Table(["name", "text"], [[name, "word " * 30]])], 60, False)
    assert "".join(line.split()[0] for line in drawn.splitlines()[2:] if line.startswith("x")) == name
    assert max(map(len, drawn.splitlines())) <= 60


def test_the_status_is_a_word_with_and_without_colour() -> None:
    assert terminal.draw([Line("all is well", "pass")], 80, False) == "PASS  all is well"
    assert "PASS" in terminal.draw([Line("all is well", "pass")], 80, True)


def test_colour_is_for_the_word_of_a_status_column_only() -> None:
    drawn = terminal.draw([Table(["status", "rule"], [["fail", "missing == 0"]])], 80, True)
    assert "\x1b[31mfail\x1b[0m" in drawn
    assert "  missing == 0" in drawn


@pytest.mark.parametrize(
    "text",
    ["host=x password=hunter2 dbname=y", "postgresql://u:hunter2@h/db", "password='hunter2'", "PASSWORD = hunter2"],
)
def test_passwords_in_connection_strings_are_taken_out(text: str) -> None:
    assert "hunter2" not in redact(text)


def test_new_lines_survive_and_controls_become_visible() -> None:
    assert visible("a\nb\tc\x00") == "a\nb\\u0009c\\u0000"


@pytest.mark.parametrize(
    ("name", "quoted"),
    [("jobs", "jobs"), ("select", '"select"'), ("Jobs", '"Jobs"'), ('a"b', '"a""b"'), ("", '""'), ("é", '"é"')],
)
def test_identifiers_are_quoted_where_sql_asks_for_it(name: str, quoted: str) -> None:
    assert ident(name) == quoted


def test_numbers_as_people_read_them() -> None:
    assert [size(value) for value in (0, 1023, 1536, 200 * 1024**2, None)] == ["0 B", "1023 B", "1.5 kB", "200 MB", "?"]
    assert [duration(value) for value in (0.0154, 4.2, 730, 7260)] == ["15 ms", "4.2 s", "12m 10s", "2h 01m"]
    assert [count(1234567), plural(1, "index"), plural(2, "index"), plural(1000, "row")] == [
        "1,234,567",
        "1 index",
        "2 indexes",
        "1,000 rows",
    ]
