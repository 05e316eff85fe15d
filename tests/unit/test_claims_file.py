"""claims.toml: what it may say, and every fault of it at once, with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from opskit.app import claim_kinds
from opskit.app.claims.arithmetic import evaluated
from opskit.catalog import claims_file
from opskit.catalog.claims_file import Claims
from opskit.errors import InvalidFile

HEAD = 'source = "The summary"\n\n'
CLAIM = '[[claim]]\nid = "{}"\ntext = "T"\nwhere = "W"\nanswer = {}\n'
SUM = '{ type = "arithmetic", expression = "1 + 1", expect = "value == 2" }'


def load(folder: Path, text: str) -> Claims:
    path = folder / "claims.toml"
    path.write_text(text, encoding="utf-8")
    return claims_file.load(path, claim_kinds.shapes())


def faults(folder: Path, text: str) -> list[tuple[int, str]]:
    with pytest.raises(InvalidFile) as caught:
        load(folder, text)
    assert caught.value.exit_code == 7
    return [(each.line, each.text) for each in caught.value.faults]


def test_claims_are_read_in_their_order_with_the_keys_of_their_answers(tmp_path: Path) -> None:
    found = load(tmp_path, HEAD + CLAIM.format("one", SUM) + CLAIM.format("two", '{ type = "pool", size = 5 }'))
    assert (found.source, [each.id for each in found.claims]) == ("The summary", ["one", "two"])
    assert [type(each.asked).__module__.rpartition(".")[2] for each in found.claims] == ["arithmetic", "pool"]


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        ('{ type = "magic" }', "`answer` has the type 'magic', which is none of alembic-heads, arithmetic"),
        ("{ }", "`answer` has the type None"),
        ('{ type = "pool", size = 5, depth = 1 }', "`answer` knows no key `depth`; it knows overflow, processes, size"),
        ('{ type = "pool" }', "Object missing required field `size`"),
        ('{ type = "pool", size = "five" }', "Expected `int`, got `str` - at `$.size`"),
        ('{ type = "pool", size = 0 }', "`size` and `processes` are 1 or more"),
        ('{ type = "tables", expect = "rows == 12" }', "`expect` asks for 'rows', which is none of count"),
        ('{ type = "tables", expect = "count == many" }', "compares count with 'many', which is no number"),
        ('{ type = "tables", expect = "about twelve" }', "rule 'about twelve' cannot be read"),
        ('{ type = "arithmetic", expression = "1 / 0", expect = "value > 0" }', "`expression` has no value"),
        ('{ type = "arithmetic", expression = "open(1)", expect = "value > 0" }', "`expression` may hold numbers"),
        ('{ type = "indexes", names = [] }', "`names` is empty"),
        ('{ type = "index-use", names = [] }', "`names` is empty"),
        ('{ type = "unique", table = "t", columns = [] }', "`columns` is empty"),
        ('{ type = "duplicates", table = "t", columns = [] }', "`columns` is empty"),
        ('{ type = "duplicates", table = "t", columns = ["a"], filter = "a >" }', "`filter` is no condition: syntax"),
        ('{ type = "duplicates", table = "t", columns = ["a"], filter = "true); select (1" }', "it ends its statement"),
        ('{ type = "check", slugs = [] }', "`slugs` is empty"),
        ('{ type = "score", expect = "score > 1", dimension = "speed" }', "`dimension` 'speed' is none of schema"),
        ('{ type = "score", expect = "score > 1 and score < 9" }', "`expect` is one condition"),
        ('{ type = "benchmark", queries = [], expect = "ratio > 1" }', "`queries` is empty"),
        ('{ type = "benchmark", queries = ["q"], expect = "speed > 1" }', "asks for 'speed'"),
        ('{ type = "migration-state", revision = "a", state = "gone" }', "Invalid enum value 'gone' - at `$.state`"),
        ('{ type = "migration-makes", revision = "a", expect = "tables > 1" }', "asks for 'tables'"),
        ('{ type = "migration-locks", revision = "a", expect = "locks > 1" }', "asks for 'locks'"),
        ('{ type = "foreign-keys", expect = "keys > 1" }', "asks for 'keys'"),
        ('{ type = "settings", expect = "quick" }', "rule 'quick' cannot be read"),
        ('{ type = "way-back", revision = "a" }', "give `within` or `loses`, one of them"),
        ('{ type = "way-back", revision = "a", loses = "some" }', '`loses` can only be "nothing"'),
        ('{ type = "way-back", revision = "a", within = "soon" }', "soon"),
        ('{ type = "sql", file = "gone.sql" }', "`file` gone.sql cannot be read"),
        ('{ type = "sql", file = "two.sql" }', "`file` two.sql holds 2 statements; it takes one select"),
        ('{ type = "sql", file = "drop.sql" }', "`file` drop.sql holds 1 statements; it takes one select"),
        ('{ type = "sql", file = "half.sql" }', "`file` half.sql cannot be read"),
        ('{ type = "queries-run", folder = "gone" }', "`folder` gone cannot be read: it is no folder"),
        ('{ type = "queries-run", folder = "." }', "`folder` . cannot be read"),
        ('{ type = "queries-run", folder = "empty" }', "`folder` empty holds no query"),
        ('{ type = "not-testable", reason = " " }', "`reason` is empty"),
    ],
)
def test_an_answer_that_cannot_be_is_refused(tmp_path: Path, answer: str, fault: str) -> None:
    (tmp_path / "two.sql").write_text("select 1; select 2")
    (tmp_path / "drop.sql").write_text("drop table t")
    (tmp_path / "half.sql").write_text("select (")
    (tmp_path / "empty").mkdir()
    ((line, text),) = faults(tmp_path, HEAD + CLAIM.format("one", answer))
    assert fault in text
    assert text.startswith("claim one: ")
    assert line == 7


def test_every_fault_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    text = (
        'sauce = "?"\n' + CLAIM.format("one", SUM) + CLAIM.format("one", SUM) + CLAIM.format("Two", SUM) + "[[claim]]\n"
    )
    assert faults(tmp_path, text) == [
        (1, "unknown key 'sauce': write source and [[claim]]"),
        (0, "source: name the document that claims"),
        (8, "claim one: `id` is there twice"),
        (13, "claim Two: Expected `str` matching regex '^[a-z][a-z0-9-]*$' - at `$.id`"),
        (17, "claim : Object missing required field `id`"),
    ]


def test_a_file_without_a_claim_is_refused(tmp_path: Path) -> None:
    assert faults(tmp_path, 'source = "S"\n') == [(0, "there is no claim: write [[claim]]")]
    assert faults(tmp_path, 'source = "S"\nclaim = 3\n') == [(2, "there is no claim: write [[claim]]")]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("500 / 8", 62.5),
        ("mean(95, 90, 85, 85, 95, 80, 70)", 600 / 7),
        ("-(2 - 5) * 1.5", 4.5),
        ("max(1, min(2, 3))", 2),
    ],
)
def test_arithmetic_has_the_value_of_arithmetic(expression: str, value: float) -> None:
    assert evaluated(expression) == pytest.approx(value)


@pytest.mark.parametrize(
    "expression",
    ["2 ** 9", "__import__('os')", "value", "True + 1", "[1][0]", "(lambda: 1)()", "min()", "min(1, key=2)", "'1'",
     "1 if 1 else 2", "1 +", "", "(" * 400 + "1" + ")" * 99, "1 + " * 200 + "1", "1e400 * 0", "9" * 400],
)  # fmt: skip
def test_nothing_but_arithmetic_is_evaluated(expression: str) -> None:
    with pytest.raises(ValueError, match="`expression`"):
        evaluated(expression)
