"""workload/<name>.sql -> WorkloadQuery: the queries of the application, with what is promised and claimed of each.

-- title: First page of the job list            what it is for
-- weight: 20                                   its share of the traffic
-- slo: p50_ms < 10, p99_ms < 50                what it has to keep, in milliseconds
-- seed: 500 ms -> 8 ms (61x)                   what was claimed of the migration; `10x` alone will do
-- param: location = (array['A', 'B'])[1]       an SQL expression that draws one value of %(location)s
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from opskit.catalog.configuration import Settings
from opskit.catalog.headers import HeaderLine, read_header, single_values
from opskit.catalog.resources import folder
from opskit.errors import Fault, InvalidFile, UsageFault
from opskit.value import Value, field

METRICS = ("p50_ms", "p95_ms", "p99_ms")
_KNOWN = {"title", "weight", "seed", "slo"}
_LIMIT = re.compile(rf"({'|'.join(METRICS)}) < ([0-9]+(?:\.[0-9]+)?)")
_NUMBER = r"([0-9]+(?:\.[0-9]+)?)"
_CLAIM = re.compile(rf"(?:{_NUMBER} ms -> {_NUMBER} ms)?(?: ?\(?{_NUMBER}x\)?)?")


class Limit(Value):
    """The `metric` (one of METRICS) is to stay below so many milliseconds."""

    metric: str
    below: float

    def __str__(self) -> str:
        return f"{self.metric} < {self.below:g}"


class Claim(Value):
    """What was promised, in its own words; `factor` is time before / time after."""

    text: str
    factor: float


class WorkloadQuery(Value):
    """`params` maps each %(name)s of the query to the SQL expression that draws a value for it."""

    name: str
    title: str
    query: str
    weight: int = 1
    limits: tuple[Limit, ...] = ()
    claim: Claim | None = None
    params: Mapping[str, str] = field(default_factory=dict)


def home(settings: Settings) -> Path:
    """The folder of the configuration, else that of the sample which opskit ships."""
    return settings.workload or folder("sql") / "intowork" / "workload"


def load(directory: Path) -> list[WorkloadQuery]:
    """All queries of a folder by name. InvalidFile holds the faults of all files."""
    paths = sorted(directory.glob("*.sql"))
    if not paths:
        raise InvalidFile([Fault(directory, 0, "holds no .sql file")], "set [workload] path in opskit.toml")
    faults: list[Fault] = []
    queries = [_parse(path, faults) for path in paths]
    if faults:
        raise InvalidFile(faults)
    return queries


def chosen(queries: Sequence[WorkloadQuery], names: Sequence[str]) -> list[WorkloadQuery]:
    """Those named, in the order of the folder; all when none is named."""
    known = [query.name for query in queries]
    unknown = [name for name in names if name not in known]
    if unknown:
        raise UsageFault(f"the workload has no query {unknown[0]!r}", f"known: {', '.join(known)}", "opskit bench")
    return [query for query in queries if not names or query.name in names]


def _parse(path: Path, faults: list[Fault]) -> WorkloadQuery:
    header, query = read_header(path.read_text(encoding="utf-8"))
    values, found = single_values(path, header, _KNOWN, {"param"})
    lines = {each.key: each.line for each in header}
    params = _params(path, header, found)
    if "title" not in values:
        found.append(Fault(path, 1, "header key 'title' is missing"))
    if not values.get("weight", "1").isdigit():
        found.append(Fault(path, lines["weight"], f"weight {values['weight']!r} is no whole number"))
    limits = limits_of(path, lines.get("slo", 0), values.get("slo", ""), found)
    claim = _claim(path, lines.get("seed", 0), values.get("seed", ""), found)
    found += [Fault(path, len(header) + 1, text) for text in _faults_of_query(query, set(params))]
    faults += found
    weight = values.get("weight", "1")
    return WorkloadQuery(
        path.stem, values.get("title", ""), query, int(weight) if weight.isdigit() else 0, limits, claim, params
    )


def _params(path: Path, header: Sequence[HeaderLine], faults: list[Fault]) -> dict[str, str]:
    params: dict[str, str] = {}
    for each in header:
        name, equals, expression = (part.strip() for part in each.value.partition("="))
        if each.key == "param" and name.isidentifier() and equals and expression and name not in params:
            params[name] = expression
        elif each.key == "param":
            faults.append(Fault(path, each.line, "param is not `name = SQL expression`, or its name is given twice"))
    return params


def limits_of(path: Path, line: int, text: str, faults: list[Fault]) -> tuple[Limit, ...]:
    limits = []
    for part in text.split(",") if text else []:
        match = _LIMIT.fullmatch(part.strip())
        if match:
            limits.append(Limit(match[1], float(match[2])))
        else:
            faults.append(Fault(path, line, f"slo {part.strip()!r} is not like `p99_ms < 50` ({', '.join(METRICS)})"))
    return tuple(limits)


def _claim(path: Path, line: int, text: str, faults: list[Fault]) -> Claim | None:
    match = _CLAIM.fullmatch(text)
    before, after, factor = match.groups() if match else (None, None, None)
    if text and not factor and not float(after or 0):
        faults.append(Fault(path, line, f"seed {text!r} is not like `500 ms -> 8 ms (61x)` or `10x`"))
        return None
    if not text:
        return None
    return Claim(text, float(factor) if factor else float(before or 0) / float(after or 1))


class _Names(dict[str, str]):
    """Notes which placeholders a text asks for."""

    def __missing__(self, name: str) -> str:
        self[name] = name
        return name


def _faults_of_query(query: str, params: set[str]) -> list[str]:
    """The placeholders are those of Python's % formatting, which is what the driver reads too."""
    if not query:
        return ["there is no query below the header"]
    names = _Names()
    try:
        text = query % names
    except (ValueError, TypeError, KeyError):
        return ["a % sign stands alone: write chr(37)"]
    if "%" in text:
        return ["a % sign stands alone: write chr(37)"]
    missing = [f"%({name})s has no param line" for name in sorted(names.keys() - params)]
    return missing + [f"param {name!r} is not used in the query" for name in sorted(params - names.keys())]
