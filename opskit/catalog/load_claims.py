"""workload/claims.toml -> LoadClaim: what was promised of the application under load, of several queries together.

[[claim]]
id      = "job-search-p99"                      what it is called
text    = "Job search queries: < 50ms (p99)"    in the words of who promised it
queries = ["job_list_by_location"]              of these together; of everything under load where it is left out
rule    = "p99_ms < 50"                         what would have to be measured
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

import msgspec

from opskit.catalog import toml_file
from opskit.catalog.toml_lines import Blocks
from opskit.errors import Fault, InvalidFile
from opskit.value import Value

FILE = "claims.toml"
# What may be promised, and which side of the number is good. A ratio is of throughputs, after / before.
METRICS = {
    "p50_ms": "<", "p95_ms": "<", "p99_ms": "<", "error_rate": "<",
    "throughput": ">=", "throughput_ratio": ">=", "clients": ">=",
}  # fmt: skip
_RULE = re.compile(r"([a-z0-9_]+) (<|>=) ([0-9]+(?:\.[0-9]+)?)")


class _Claim(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    id: str
    text: str
    rule: str
    queries: tuple[str, ...] = ()


class LoadClaim(Value):
    """`metric` is one of METRICS; `limit` in its unit: milliseconds, transactions a second, a share of 1."""

    id: str
    text: str
    metric: str
    limit: float
    queries: tuple[str, ...] = ()

    @property
    def rule(self) -> str:
        return f"{self.metric} {METRICS[self.metric]} {_plain(self.limit)}"


def load_claims(directory: Path, names: Collection[str]) -> list[LoadClaim]:
    """In the order of the file; none without one. `names` are the queries and scripts there are. InvalidFile holds all
    faults."""
    path = directory / FILE
    if not path.is_file():
        return []
    document = toml_file.read(path)
    faults = [
        Fault(path, toml_file.line_of(path, key), f"unknown key {key!r}: write [[claim]]")
        for key in sorted(document.keys() - {"claim"})
    ]
    lines, found = Blocks(path, "[[claim]]"), list[LoadClaim]()
    tables = document.get("claim", [])
    for place, table in enumerate(tables):
        try:
            given = msgspec.convert(table, _Claim)
        except msgspec.ValidationError as error:
            faults.append(Fault(path, lines.line(place, str(error)), f"claim: {error}"))
            continue
        wrong = _wrong(given, names)
        faults += [Fault(path, lines.line(place, text), f"claim {given.id}: {text}") for text in wrong]
        found += [] if wrong else [_claim(given)]
    if faults:
        raise InvalidFile(faults, f"mend {path}")
    return found


def _wrong(given: _Claim, names: Collection[str]) -> list[str]:
    match = _RULE.fullmatch(given.rule)
    wrong = [f"`queries`: the workload has no {name!r}" for name in given.queries if name not in names]
    if not match or METRICS.get(match[1]) != match[2]:
        known = ", ".join(f"{metric} {sign}" for metric, sign in METRICS.items())
        wrong.append(f"`rule`: {given.rule!r} is not like `p99_ms < 50` (known: {known})")
    return wrong


def _claim(given: _Claim) -> LoadClaim:
    metric, _, limit = given.rule.split()
    return LoadClaim(given.id, given.text, metric, float(limit), given.queries)


def _plain(number: float) -> str:
    """0.00001, not 1e-05."""
    return f"{number:.10f}".rstrip("0").rstrip(".")
