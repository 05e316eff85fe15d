"""What may be wrong with the file of a check: its header, and the query below it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from opskit.catalog.headers import HeaderLine, params, values_of
from opskit.catalog.resources import folder
from opskit.core.check import DIMENSIONS
from opskit.core.verdict import Severity
from opskit.errors import Fault

REQUIRED = {"title", "dimension", "severity", "since", "remedy", "why"}
OPTIONAL = {"fact"}
MANY = {"param", "needs", "source", "given", "with"}
# A view or function of pg_catalog that only superusers may use until it is granted; the function has no arguments.
NEEDS = ("extension", "role", "view", "function")
_ALLOWED = {"dimension": set(DIMENSIONS), "severity": {each.value for each in Severity}}


class _Asked(dict[str, str]):
    """Takes note of every placeholder that a query asks for."""

    def __missing__(self, name: str) -> str:
        self[name] = ""
        return ""


def of_header(path: Path, header: list[HeaderLine], values: Mapping[str, str]) -> list[Fault]:
    missing = [Fault(path, 1, f"header key {key!r} is missing") for key in sorted(REQUIRED - values.keys())]
    return [*missing, *_out_of_range(path, header), *_bad_params(path, header), *_not_shared(path, header)]


def of_fact(path: Path, header: list[HeaderLine], query: str) -> list[Fault]:
    (line,) = (each for each in header if each.key == "fact")
    known = (folder("sql") / "facts" / f"{line.value}.sql").is_file() and "/" not in line.value
    faults = [] if known else [Fault(path, line.line, f"there is no fact {line.value!r}")]
    if query:
        faults.append(Fault(path, len(header) + 1, "a query below a header that names a fact: one or the other"))
    return faults


def of_query(path: Path, header: list[HeaderLine], query: str) -> list[Fault]:
    if not query:
        return [Fault(path, len(header), "there is no query below the header")]
    asked, below = _Asked(), len(header) + 1
    try:
        query % asked  # formatting is what looks the placeholders up
    except (ValueError, TypeError) as error:
        return [Fault(path, below, f"a percent sign that is no parameter such as %(name)s: {error}")]
    declared = {name: (line, "param") for line, name, _ in params(header)}
    declared |= {each.value: (each.line, "given") for each in header if each.key == "given"}
    idle = [
        Fault(path, line, f"{kind} {name!r} is not used in the query")
        for name, (line, kind) in declared.items()
        if name not in asked
    ]
    strange = [name for name in asked if name not in declared]
    return idle + [Fault(path, below, f"%({name})s is no param of the header") for name in strange]


def _not_shared(path: Path, header: list[HeaderLine]) -> list[Fault]:
    """Of one's own checks too: they share what the packaged ones share."""
    known = {each.stem for each in (folder("sql") / "checks" / "with").glob("*.sql")}
    return [
        Fault(path, each.line, f"with {each.value!r}: known are {', '.join(sorted(known))}")
        for each in header
        if each.key == "with" and each.value not in known
    ]


def _bad_params(path: Path, header: list[HeaderLine]) -> list[Fault]:
    found = params(header)
    names = [name for _, name, _ in found]
    empty = [Fault(path, line, f"param {name!r} has no value: write name = value") for line, name, text in found
             if not text]  # fmt: skip
    return empty + [
        Fault(path, line, f"param {name!r} is given twice")
        for place, (line, name, _) in enumerate(found)
        if name in names[:place]
    ]


def _out_of_range(path: Path, header: list[HeaderLine]) -> list[Fault]:
    faults = [
        Fault(path, each.line, f"{each.key} {each.value!r} is none of {', '.join(sorted(_ALLOWED[each.key]))}")
        for each in header
        if each.key in _ALLOWED and each.value not in _ALLOWED[each.key]
    ]
    faults += [
        Fault(path, each.line, f"since {each.value!r} is no major version")
        for each in header
        if each.key == "since" and not each.value.isdigit()
    ]
    bad = [value for value in values_of(header, "needs") if len(value.split()) != 2 or value.split()[0] not in NEEDS]
    return faults + [
        Fault(path, each.line, f"needs {each.value!r}: write extension NAME, role NAME, view NAME or function NAME")
        for each in header
        if each.key == "needs" and each.value in bad
    ]
