"""What only the server can say of an expression: whether its value may differ from row to row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from opskit.core.identifier import qualified
from opskit.migrate.nodes import clauses
from opskit.migrate.parser import Parsed, deparse_expression
from opskit.migrate.world import World

VOLATILE, STABLE = "v", "s"

# Functions of pg_catalog that migrations give as defaults, by pg_proc.provolatile of PostgreSQL 14 to 18.
_VOLATILE = frozenset(
    "random random_normal clock_timestamp gen_random_uuid nextval timeofday uuidv4 uuidv7 uuid_generate_v1"
    " uuid_generate_v1mc uuid_generate_v4 currval lastval setval gen_random_bytes pg_sleep".split()
)
_STEADY = frozenset(
    "now transaction_timestamp statement_timestamp date_trunc date_part timezone to_char to_date to_timestamp to_jsonb"
    " to_json jsonb_build_object jsonb_build_array json_build_object json_build_array make_interval make_date lower"
    " upper length md5 sha256 concat concat_ws left right lpad rpad replace substring substr btrim ltrim rtrim abs"
    " round floor ceil ceiling mod power sqrt array_append string_to_array current_setting txid_current"
    " pg_current_xact_id current_database current_schema version quote_ident quote_literal format to_tsvector age"
    " decode encode like_escape int4range int8range numrange tsrange tstzrange daterange overlay position pg_typeof"
    " session_user current_user uuid_nil uuid_ns_dns uuid_ns_url extract interval date text".split()
)


def defaults_of(statements: Iterable[Parsed]) -> Iterator[Any]:
    """The expression of each DEFAULT of a column that is added."""
    for parsed in statements:
        if parsed.kind == "alter_table_stmt":
            for command in (each.alter_table_cmd for each in parsed.node.cmds):
                given = clauses(getattr(command, "def").column_def).get("CONSTR_DEFAULT")
                if given is not None:
                    yield given.raw_expr


def indexed_calls(statements: Iterable[Parsed]) -> Iterator[Any]:
    """The function calls of each index that is made: none of them may be volatile."""
    for parsed in statements:
        if parsed.kind == "index_stmt":
            yield from calls(parsed.node)


def calls(message: Any) -> Iterator[Any]:
    """Each call of a function, as an expression of its own."""
    if message.DESCRIPTOR.name == "Node" and message.HasField("func_call"):
        yield message
    for each in _below(message):
        yield from calls(each)


def volatility(world: World, node: Any) -> str:
    """v, or s where one value serves all rows; empty where only a catalog can tell."""
    known = volatility_of(world, deparse_expression(node))
    if known:
        return known
    names = {name.rpartition(".")[2] for name in called(node)}
    if names & _VOLATILE:
        return VOLATILE
    return STABLE if names <= _STEADY else ""


def volatility_of(world: World, text: str) -> str:
    """The same by the text of the expression, as far as the server was asked."""
    known = world.volatility.get(text, "")
    return STABLE if known and known != VOLATILE else known


def called(message: Any) -> Iterator[str]:
    """The functions an expression calls by name, as they print."""
    if message.DESCRIPTOR.name == "FuncCall":
        yield qualified(*(part.string.sval for part in message.funcname)).removeprefix("pg_catalog.")
    for each in _below(message):
        yield from called(each)


def sequences_drawn(world: World, message: Any) -> Iterator[str]:
    """The sequences whose nextval('name') an expression takes."""
    if message.DESCRIPTOR.name == "FuncCall" and message.funcname[-1].string.sval == "nextval" and message.args:
        argument = message.args[0]
        constant = argument.type_cast.arg if argument.HasField("type_cast") else argument
        *schema, name = constant.a_const.sval.sval.split(".")
        if name:
            yield world.key(".".join(schema), name)
    for each in _below(message):
        yield from sequences_drawn(world, each)


def _below(message: Any) -> Iterator[Any]:
    for field, value in message.ListFields():
        if field.message_type:
            yield from value if field.is_repeated else [value]
