"""sql/checks/<slug>.sql -> Check. The file name is the name everywhere."""

from __future__ import annotations

import difflib
from pathlib import Path

from opskit.catalog.headers import HeaderLine, read_header, scalar, single_values
from opskit.catalog.resources import folder, variant
from opskit.core.check import DIMENSIONS, Check
from opskit.core.verdict import Severity
from opskit.errors import Fault, InvalidFile, UsageFault

_REQUIRED = {"title", "dimension", "severity", "since", "remedy", "why"}
_MANY = {"param", "needs", "source"}
_NEEDS = ("extension", "role")


def slugs() -> list[str]:
    directory = folder("sql") / "checks"
    return sorted(path.stem for path in directory.glob("*.sql") if "." not in path.stem)


def load(slug: str, major: int) -> Check:
    known = slugs()
    if slug not in known:
        close = difflib.get_close_matches(slug, known, 1)
        raise UsageFault(
            f"there is no check {slug!r}", f"did you mean {close[0]}?" if close else "", "opskit check list"
        )
    return parse(variant(folder("sql") / "checks", slug, major), slug)


def load_all(major: int) -> list[Check]:
    """Every check that applies to servers of this major version."""
    return [check for check in (load(slug, major) for slug in slugs()) if check.since <= major]


def parse(path: Path, slug: str) -> Check:
    """All faults of the file at once as InvalidFile. `source` of the check is one line for each source in its header,
    led by the name of the parameter it stands under."""
    header, query = read_header(path.read_text(encoding="utf-8"))
    values, faults = single_values(path, header, _REQUIRED, _MANY)
    faults += [Fault(path, 1, f"header key {key!r} is missing") for key in sorted(_REQUIRED - values.keys())]
    faults += _values_out_of_range(path, header) + _bad_params(path, header, query)
    if not query:
        faults.append(Fault(path, len(header), "there is no query below the header"))
    if faults:
        raise InvalidFile(sorted(faults, key=lambda fault: fault.line))
    return Check(
        slug, values["title"], values["dimension"], Severity(values["severity"]), int(values["since"]),
        values["remedy"], values["why"], query, {name: scalar(value) for _, name, value in _params(header)},
        tuple(each.value for each in header if each.key == "needs"), _sources(header),
    )  # fmt: skip


def _params(header: list[HeaderLine]) -> list[tuple[int, str, str]]:
    """Line, name and value as written; the value is empty where there is no `=`."""
    split = [(each.line, *each.value.partition("=")) for each in header if each.key == "param"]
    return [(line, name.strip(), value.strip()) for line, name, _, value in split]


def _sources(header: list[HeaderLine]) -> str:
    lines, param = [], ""
    for each in header:
        if each.key == "param":
            param = each.value.partition("=")[0].strip()
        elif each.key == "source":
            lines.append(f"{param}: {each.value}" if param else each.value)
    return "\n".join(lines)


class _Asked(dict[str, str]):
    """Takes note of every placeholder that a query asks for."""

    def __missing__(self, name: str) -> str:
        self[name] = ""
        return ""


def _bad_params(path: Path, header: list[HeaderLine], query: str) -> list[Fault]:
    asked = _Asked()
    below = len(header) + 1
    try:
        query % asked  # formatting is what looks the placeholders up
    except (ValueError, TypeError) as error:
        return [Fault(path, below, f"a percent sign that is no parameter such as %(name)s: {error}")]
    params = _params(header)
    names = [name for _, name, _ in params]
    faults = [
        Fault(path, line, f"param {name!r} has no value: write name = value")
        for line, name, value in params
        if not value
    ]
    faults += [
        Fault(path, line, f"param {name!r} is not used in the query") for line, name, _ in params if name not in asked
    ]
    faults += [
        Fault(path, params[place][0], f"param {name!r} is given twice")
        for place, name in enumerate(names)
        if name in names[:place]
    ]
    return faults + [Fault(path, below, f"%({name})s is no param of the header") for name in asked if name not in names]


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
    faults += [
        Fault(path, each.line, f"needs {each.value!r}: write extension NAME or role NAME")
        for each in header
        if each.key == "needs" and (len(each.value.split()) != 2 or each.value.split()[0] not in _NEEDS)
    ]
    return faults
