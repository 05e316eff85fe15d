"""sql/checks/<slug>.sql -> Check. The file name is the name everywhere."""

from __future__ import annotations

from pathlib import Path

from opskit.catalog.headers import HeaderLine, read_header, scalar, single_values
from opskit.catalog.resources import folder, variant
from opskit.core.check import DIMENSIONS, Check
from opskit.core.verdict import Severity
from opskit.errors import Fault, InvalidFile, UsageFault

_REQUIRED = {"title", "dimension", "severity", "since", "remedy", "why"}
_MANY = {"param", "needs"}


def slugs() -> list[str]:
    directory = folder("sql") / "checks"
    return sorted(path.stem for path in directory.glob("*.sql") if "." not in path.stem)


def load(slug: str, major: int) -> Check:
    directory = folder("sql") / "checks"
    if slug not in slugs():
        raise UsageFault(f"there is no check {slug!r}", "", "opskit check --list")
    return parse(variant(directory, slug, major), slug)


def load_all(major: int) -> list[Check]:
    """Every check that applies to servers of this major version."""
    return [check for check in (load(slug, major) for slug in slugs()) if check.since <= major]


def parse(path: Path, slug: str) -> Check:
    header, query = read_header(path.read_text(encoding="utf-8"))
    values, faults = single_values(path, header, _REQUIRED | {"source"}, _MANY)
    faults += [Fault(path, 1, f"header key {key!r} is missing") for key in sorted(_REQUIRED - values.keys())]
    faults += _values_out_of_range(path, header)
    if not query:
        faults.append(Fault(path, len(header), "there is no query below the header"))
    if faults:
        raise InvalidFile(faults)
    return Check(
        slug, values["title"], values["dimension"], Severity(values["severity"]), int(values["since"]),
        values["remedy"], values["why"], query, _params(header),
        tuple(each.value for each in header if each.key == "needs"), values.get("source", ""),
    )  # fmt: skip


def _params(header: list[HeaderLine]) -> dict[str, str | int | float | bool]:
    pairs = (each.value.partition("=") for each in header if each.key == "param")
    return {name.strip(): scalar(value.strip()) for name, _, value in pairs}


def _values_out_of_range(path: Path, header: list[HeaderLine]) -> list[Fault]:
    allowed = {"dimension": set(DIMENSIONS), "severity": {each.value for each in Severity}}
    faults = [
        Fault(path, each.line, f"{each.key} {each.value!r} is none of {', '.join(sorted(allowed[each.key]))}")
        for each in header
        if each.key in allowed and each.value not in allowed[each.key]
    ]
    faults += [
        Fault(path, each.line, f"since {each.value!r} is no major version")
        for each in header
        if each.key == "since" and not each.value.isdigit()
    ]
    return faults
