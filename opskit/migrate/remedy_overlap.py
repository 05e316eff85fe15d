"""Remedies of different findings that are about the same thing: each of them is right, not all of them together."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from opskit.core.identifier import qualified
from opskit.errors import InvalidFile
from opskit.migrate.nodes import dropped, enum_word, option
from opskit.migrate.parser import Parsed, parse

# What a deed is done by besides.
_INSTEAD = {"analyze": "vacuum (analyze)", "vacuum": "vacuum (analyze)", "reindex": "drop index"}
# For each finding that asks for the drop of an index, the relations it names beside that index and its table.
Mentions = Mapping[str, Sequence[Sequence[str]]]


def answered_by(statements: Mapping[str, Parsed]) -> dict[str, str]:
    """Of the statements (by their text) those that another one does besides: ANALYZE or a plain VACUUM of a table that
    is vacuumed with ANALYZE, REINDEX of an index that is dropped."""
    places = {_deed(parsed): text for text, parsed in statements.items()}
    found = {}
    for text, parsed in statements.items():
        deed, name = _deed(parsed)
        other = places.get((_INSTEAD.get(deed, ""), name))
        if other:
            found[text] = other
    return found


def drop_of(parsed: Parsed) -> str:
    """The index it drops, as a quoted name; empty for any other statement."""
    deed, name = _deed(parsed)
    return name if deed == "drop index" else ""


def superfluous(mentions: Mentions) -> list[str]:
    """Of the indexes to be dropped (the keys) those that have to stay: another one does their work, but that one goes
    too, because nobody uses it, which may be so because they are there."""
    return [name for name in mentions if not _may_go(name, mentions)]


def names_relation(text: str) -> bool:
    """Whether a fact of a finding looks like the qualified name of a relation."""
    try:
        statements = parse(f"table {text}") if "." in text else []
    except InvalidFile:
        return False
    return len(statements) == 1 and "\n" not in text


def _may_go(name: str, mentions: Mentions) -> bool:
    dropped_too = ([each for each in said if each in mentions] for said in mentions[name])
    return any(all(_replaced(each, mentions, {name}) for each in others) for others in dropped_too)


def _replaced(name: str, mentions: Mentions, passed: Collection[str]) -> bool:
    """Whether an index that is kept does its work."""
    named = {each for said in mentions[name] for each in said} - {*passed, name}
    return any(each not in mentions or _replaced(each, mentions, {*passed, name}) for each in named)


def _deed(parsed: Parsed) -> tuple[str, str]:
    node = parsed.node
    if parsed.kind == "vacuum_stmt" and len(node.rels) == 1 and not node.rels[0].vacuum_relation.va_cols:
        relation = node.rels[0].vacuum_relation.relation
        words = ["vacuum"] * node.is_vacuumcmd + ["(analyze)"] * option(node, "analyze")
        others = {each.def_elem.defname for each in node.options} - {"analyze"}
        deed = " ".join(words) or "analyze"
        return deed if not others else f"{deed} with options", qualified(relation.schemaname, relation.relname)
    if parsed.kind == "reindex_stmt" and enum_word(node, "kind") == "REINDEX_OBJECT_INDEX":
        return "reindex", qualified(node.relation.schemaname, node.relation.relname)
    if parsed.kind == "drop_stmt" and len(node.objects) == 1:
        return "drop index", qualified(*dropped(node)[0])
    return parsed.kind, parsed.text
