"""workload/<name>.pgbench -> WorkloadScript: what of the application is more than one query, in pgbench's own language,
for `opskit bench --load`.

-- title: A candidate applies                   what it is for
-- weight: 5                                    its share of the traffic
-- slo: p99_ms < 100                            what it has to keep, in milliseconds
-- writes: yes                                  it changes rows: run only with --writes
"""

from __future__ import annotations

from pathlib import Path

from opskit.catalog.headers import read_header, single_values
from opskit.catalog.workload import Limit, limits_of
from opskit.errors import Fault, InvalidFile
from opskit.value import Value

_KNOWN = {"title", "weight", "slo", "writes"}


class WorkloadScript(Value):
    """`text` is what pgbench reads."""

    name: str
    title: str
    text: str
    weight: int = 1
    limits: tuple[Limit, ...] = ()
    writes: bool = False


def load_scripts(directory: Path) -> list[WorkloadScript]:
    """Those of a folder by name, maybe none. InvalidFile holds the faults of all files."""
    faults: list[Fault] = []
    scripts = [_parse(path, faults) for path in sorted(directory.glob("*.pgbench"))]
    if faults:
        raise InvalidFile(faults)
    return scripts


def _parse(path: Path, faults: list[Fault]) -> WorkloadScript:
    header, text = read_header(path.read_text(encoding="utf-8"))
    values, found = single_values(path, header, _KNOWN, set())
    lines = {each.key: each.line for each in header}
    if "title" not in values:
        found.append(Fault(path, 1, "header key 'title' is missing"))
    if not text:
        found.append(Fault(path, len(header) + 1, "there is no script below the header"))
    weight, writes = values.get("weight", "1"), values.get("writes", "no")
    if not weight.isdigit():
        found.append(Fault(path, lines["weight"], f"weight {weight!r} is no whole number"))
    if writes not in ("yes", "no"):
        found.append(Fault(path, lines["writes"], f"writes {writes!r} is neither yes nor no"))
    limits = limits_of(path, lines.get("slo", 0), values.get("slo", ""), found)
    faults += found
    known = int(weight) if weight.isdigit() else 0
    return WorkloadScript(path.stem, values.get("title", ""), text, known, limits, writes == "yes")
