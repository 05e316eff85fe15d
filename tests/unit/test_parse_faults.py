"""What no parser takes, and what libpg_query would not survive."""

from __future__ import annotations

import pytest

from opskit.errors import InvalidFile
from opskit.migrate.classify import classify
from opskit.migrate.do_blocks import read_block, schema_changes
from opskit.migrate.linting import violations
from opskit.migrate.parser import DEEP, parse
from opskit.migrate.world import World

COPIED = "is a row of COPY … FROM STDIN"


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ("\\set x 'don''t'", 1, 1, "\\set is a command of psql"),
        ("select 1;\n\\i other.sql", 2, 1, "\\i is a command of psql"),
        ("\n\\d", 2, 1, "\\d is a command of psql"),
        ("select 1;\n  \\copy t from 'x'\nselect 2;", 2, 3, "\\copy is a command of psql"),
        ("select 1 as a \\gset", 1, 15, "\\gset is a command of psql"),
        ("select * from t where a = :'name';", 1, 27, ":'name' is a variable of psql"),
        ("copy t (a) from stdin;\n1\tdon't\n\\.\nselect 1;", 2, 1, COPIED),
        ("select 1;\nCOPY t FROM STDIN (format csv);\n1,2;3\n\\.", 3, 1, COPIED),
        ("copy t from stdin;\n\\.", 2, 1, COPIED),
        ("select stdin from t;\nselekt 2;", 2, 1, 'syntax error at or near "selekt"'),
        ("select 'é';\n  selec 1;", 2, 3, 'syntax error at or near "selec"'),
        ("select 1;\nselect 'open\n;", 2, 8, "unterminated quoted string"),
        ("select $a$ open", 1, 8, "unterminated dollar-quoted string"),
        ("select 1; /* open", 1, 11, "unterminated /* comment"),
        ('select "open', 1, 8, "unterminated quoted identifier"),
        ("select U&'\\zzzz'", 1, 11, "invalid Unicode escape"),
        ("select 1;\r\nselekt 2", 2, 1, 'near "selekt"'),
        ("select 1;\n sel\0ect", 2, 5, "holds a NUL character"),
        ("select '\udc80'", 1, 9, "half of a surrogate pair"),
        ("select " + "(" * 19_000, 1, 10_004, "nested more deeply than PostgreSQL's parser can follow"),
    ],
)
def test_a_fault_has_its_place_and_says_what_to_mend(text: str, line: int, column: int, said: str) -> None:
    with pytest.raises(InvalidFile) as caught:
        parse(text)
    (fault,) = caught.value.faults
    assert (fault.line, fault.column) == (line, column)
    assert said in fault.text


def test_a_fault_does_not_quote_the_rest_of_the_file() -> None:
    with pytest.raises(InvalidFile) as caught:
        parse("select 'open" + " and so on\n" * 1000)
    assert len(str(caught.value.faults[0])) < 120


@pytest.mark.parametrize("text", ["", "\n", "-- only\n/* comments */", ";;"])
def test_a_text_without_statements_has_none(text: str) -> None:
    assert parse(text) == []


def test_lines_are_those_of_an_editor_whatever_ends_them() -> None:
    assert [each.line for each in parse("select 1;\r\n-- é\r\nselect 2;\r\n")] == [1, 3]
    assert [each.text for each in parse("select 1;\r-- two\rselect 3;\r")] == ["select 1", "select 3"]


CHAINS = {
    "operators": "+".join(["1"] * 50_000),
    "casts": "1" + "::int" * 50_000,
    "conditions": " and ".join(["true"] * 50_000),
    "joins": "1 from a" + " join b on true" * 50_000,
    "subscripts": "a" + "[1]" * 50_000,
}


@pytest.mark.parametrize("chain", CHAINS.values(), ids=CHAINS)
def test_a_chain_that_would_end_the_process_is_not_read_and_the_rest_is(chain: str) -> None:
    text = f"select 'é';\n/*éé*/ select {chain} -- é\n;\nalter table t add a int;"
    found = parse(text)
    assert [(each.line, each.kind) for each in found] == [(1, "select_stmt"), (2, DEEP), (4, "alter_table_stmt")]
    assert found[1].text == f"select {chain}"
    assert [each.hit.certain for each in violations(found, World())[0] if each.rule == "not-read"] == [False]
    assert [len(classify(each)) for each in found] == [1, 1, 1]


def test_a_fault_behind_such_a_chain_has_its_place() -> None:
    with pytest.raises(InvalidFile) as caught:
        parse(f"with é as (select 'é', {CHAINS['operators']}) table é -- 'é\n;\n selekt")
    assert (caught.value.faults[0].line, caught.value.faults[0].column) == (3, 2)


@pytest.mark.parametrize("row", ["(1, 'a')", "1 + 1", "f(1, (2), 3)"])
def test_a_long_list_is_no_chain(row: str) -> None:
    (found,) = parse("select " + ", ".join([row] * 5_000))
    assert found.kind == "select_stmt"


@pytest.mark.parametrize(
    "text",
    [
        "create function f() returns int language plpgsql",
        "create function f() returns int language plpgsql begin atomic select 1; end",
        "create function f() returns int language plpgsql as ''",
    ],
)
def test_a_function_without_a_text_changes_no_schema(text: str) -> None:
    assert schema_changes(parse(text)[0]) == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("do language plpgsql", "it has no text"),
        ("do 'begin " + "if a then " * 2_000 + "null;" + "end if;" * 2_000 + "end'", "too deeply"),
        ("do 'begin execute " + "||".join(["a"] * 50_000) + "; end'", "text that is put together"),
    ],
)
def test_a_block_that_cannot_be_read_is_opaque(text: str, reason: str) -> None:
    assert reason in read_block(parse(text)[0]).opaque[0]
