"""All that is known of one index, for the page of `opskit verify indexes NAME`."""

from __future__ import annotations

from opskit.app.index_verdict import IndexVerdict
from opskit.app.indexes_verified import IndexesVerified
from opskit.core.claim import Claim
from opskit.render.blocks import Block, Bullets, Code, Facts, Heading, Line, Table
from opskit.render.words import count, size

_CLAIMS = ("present", "capable", "chosen", "observed", "required")


def details(data: IndexesVerified) -> list[Block]:
    return [block for each in data.indexes for block in _of_one(each, data)]


def _of_one(one: IndexVerdict, data: IndexesVerified) -> list[Block]:
    found: list[Block] = [Heading(one.name), Code(one.definition), Facts(_facts(one)), Line("")]
    claims = [(name, getattr(one.claims, name)) for name in _CLAIMS] if one.claims else []
    rows = [[name, claim.verdict.value, claim.evidence] for name, claim in [*claims, *_all(one.actively_used)]]
    found += [Table(["claim", "verdict", "evidence"], rows)]
    if one.served:
        found += [Line(""), _served(one)]
    found += [Code("\n".join(f"{sql};" for sql in one.remedy))] if one.remedy else []
    return found + _superfluous(one, data)


def _all(claim: Claim | None) -> list[tuple[str, Claim]]:
    return [("actively used", claim)] if claim else []


def _facts(one: IndexVerdict) -> dict[str, str]:
    facts = {"table": one.table, "size": size(one.size_bytes), "scans": count(one.scans)}
    facts |= {"made by": one.revision} if one.revision else {}
    for node in one.nodes:
        facts[f"scans on {node.node}"] = node.fault or count(node.scans)
    return facts


def _served(one: IndexVerdict) -> Table:
    rows = [
        [each.query, f"{each.chosen} of {each.sets}", "yes" if each.generic else "no", each.condition]
        for each in one.served
    ]
    return Table(["query of the workload", "custom plans", "generic", "looked up in it"], rows)


def _superfluous(one: IndexVerdict, data: IndexesVerified) -> list[Block]:
    told = [f"redundant: {each.reason}; {each.drop};" for each in data.redundant if each.index == one.name]
    told += [f"for a person to decide: {each.reason}" for each in data.to_decide if each.index == one.name]
    return [Line(""), Bullets(told)] if told else []
