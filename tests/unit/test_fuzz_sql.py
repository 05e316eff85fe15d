"""Whatever stands in a file: it is read, or refused with line and column. The same examples in every run; more of them
with OPSKIT_FUZZ=N times as many."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from locks.corpus import cases

from opskit.app.lint import lint
from opskit.catalog.configuration import Settings
from opskit.core.verdict import Severity
from opskit.errors import InvalidFile
from opskit.migrate.classify import classify
from opskit.migrate.do_blocks import read_block, schema_changes
from opskit.migrate.flow import foresee
from opskit.migrate.linting import FileSites, all_rules, set_violations, violations
from opskit.migrate.parser import parse, split
from opskit.migrate.world import World
from opskit.render.draw import ANNOTATIONS, FORMATS, SUITES, draw

RULES = Path(__file__).parents[1] / "rules"
# Before the fixtures of a test take the variables of opskit away.
TIMES = int(os.environ.get("OPSKIT_FUZZ", "1"))
WHOLE = [path.read_text("utf-8") for path in sorted(RULES.glob("*.sql"))]
WRITTEN = sorted({case.sql for case in cases()} | {piece for text in WHOLE for piece in split(text)})
WORDS = sorted({word for text in WRITTEN for word in text.split()})
ODD = [
    "--", "/*", "*/", "$$", "$a$", "'", '"', ";", "(", ")", ",", ".", "::", "\\", "\\i x.sql", ":a", "\r", "\t", "é",
    "\u200b", "\ufeff", "\u2028", "\U0001d518", "a" * 70, '""', "''", "e'\\'", "U&'\\0041'", "0x", "null", "default",
    "only", "*", "-- opskit: allow", "/* opskit: allow x: y */", "begin", "commit", "do $$ begin", "end $$",
    "if not exists", "concurrently", "not valid", "cascade", "public.", "1e999", "-1", "interval '-1'",
    "99999999999999999999",
]  # fmt: skip
BODIES = [
    "if a then",
    "end if;",
    "execute 'create index i on t (a)';",
    "execute a || b;",
    "commit;",
    "loop",
    "end loop;",
]


@st.composite
def mutated(draw_one: st.DrawFn) -> str:
    """One to three texts of the corpus and of the rules' cases, with tokens gone, doubled, swapped or wrong."""
    tokens = [
        token
        for text in draw_one(st.lists(st.sampled_from(WRITTEN), min_size=1, max_size=3))
        for token in (*text.replace("(", " ( ").replace(")", " ) ").split(" "), ";\n")
    ]
    for _ in range(draw_one(st.integers(0, 3))):
        place = draw_one(st.integers(0, max(len(tokens) - 1, 0)))
        other = draw_one(st.integers(0, max(len(tokens) - 1, 0)))
        match draw_one(st.integers(0, 4)):
            case 0:
                del tokens[place : place + 1]
            case 1:
                tokens[place:place] = tokens[place : place + 2]
            case 2 if tokens:
                tokens[place], tokens[other] = tokens[other], tokens[place]
            case 3:
                tokens.insert(place, draw_one(st.sampled_from(ODD)))
            case _:
                tokens[place : place + 1] = [draw_one(st.sampled_from(WORDS))]
    return " ".join(tokens)


ANYTHING = st.one_of(st.text(max_size=60), st.lists(st.sampled_from([*ODD, *WORDS]), max_size=12).map(" ".join))
BLOCK = st.lists(st.one_of(st.sampled_from(BODIES), mutated()), max_size=4).map("\n".join)
bounded = settings(
    max_examples=150 * TIMES, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


def refused(error: InvalidFile) -> None:
    assert all(fault.line >= 1 and fault.column >= 1 and len(str(fault)) < 300 for fault in error.faults), error.why


def everything(text: str) -> None:
    """All that lint and plan ask of a text without a server. AssertionError where a refusal names no place."""
    try:
        parsed = parse(text)
    except InvalidFile as error:
        refused(error)
        return
    found, sites = violations(parsed, World(), frozenset(all_rules()))
    found += [one for _, one in set_violations([FileSites(Path("a/up.sql"), sites)], frozenset(all_rules()))]
    assert all(violation.hit.message for violation in found)
    assert len(foresee(parsed, World(version=140000))) == len(parsed)
    for each in parsed:
        assert classify(each)
        if each.kind == "create_function_stmt":
            schema_changes(each)


@bounded
@given(mutated())
def test_a_mangled_statement_is_read_or_refused(text: str) -> None:
    everything(text)


@bounded
@given(ANYTHING)
def test_any_text_is_read_or_refused(text: str) -> None:
    everything(text)


@bounded
@given(BLOCK, st.sampled_from(["plpgsql", "sql", "plperl"]))
def test_any_block_is_read_or_opaque(body: str, language: str) -> None:
    text = f"do language {language} $body$ begin {body} end $body$"
    everything(text)
    for parsed in parse(text) if "$body$" not in body and "\0" not in body else []:
        read_block(parsed)


@bounded
@given(mutated())
def test_the_pieces_of_a_text_stand_in_it_in_their_order_at_their_lines(text: str) -> None:
    try:
        pieces = parse(text)
    except InvalidFile:
        return
    place = 0
    for piece in pieces:
        begin = sum(map(len, text.split("\n")[: piece.line - 1])) + piece.line - 1
        place = text.index(piece.text, max(place, begin))
        assert piece.line == text.count("\n", 0, place) + 1
        place += len(piece.text)
    assert [piece.ordinal for piece in pieces] == list(range(1, len(pieces) + 1))
    assert split(text) == [piece.text for piece in pieces]


@settings(bounded, max_examples=40 * TIMES)
@given(mutated(), st.sampled_from([*FORMATS, *ANNOTATIONS, SUITES]), st.binary(max_size=3))
def test_what_is_found_can_be_drawn(text: str, form: str, noise: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a b%.sql"
        path.write_bytes(text.encode() + b"\n--" + noise)
        try:
            answer = lint(Settings(styles=tuple(all_rules())), [path], Severity.INFO)
        except InvalidFile as error:
            refused(error)
        else:
            assert draw(answer, form, 80, False) or form == "github"


FOUND_BY_IT = [
    "comment on column a is 'x'",
    "alter table t add column n serial (a)",
    "alter table t add column n int (3) generated always as identity",
]


@pytest.mark.parametrize("text", [*FOUND_BY_IT, *WHOLE, *(case.sql for case in cases())])
def test_the_texts_that_are_mangled_are_sound(text: str) -> None:
    everything(text)
