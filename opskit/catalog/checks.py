"""sql/checks/<slug>.sql -> Check. The file name is the name everywhere. `own` is the folder with checks of one's own
(opskit.toml, [checks] path); None when there is none."""

from __future__ import annotations

import difflib
from pathlib import Path

from opskit.catalog.headers import HeaderLine, read_header, scalar, single_values
from opskit.catalog.resources import folder, variant
from opskit.core.check import DIMENSIONS, Check
from opskit.core.verdict import Severity
from opskit.errors import Fault, InvalidFile, UsageFault

_REQUIRED = {"title", "dimension", "severity", "since", "remedy", "why"}
_MANY = {"param", "needs", "source", "given"}
_NEEDS = ("extension", "role")


def slugs(own: Path | None = None) -> list[str]:
    """InvalidFile when one's own check has the name of a packaged one: which of the two ran would be a guess."""
    packaged, mine = _slugs(_packaged()), _slugs(own) if own and not _is_packaged(own) else []
    faults = [
        Fault(own / f"{slug}.sql", 0, f"a packaged check is named {slug} too")
        for slug in mine
        if own and slug in packaged
    ]
    if faults:
        raise InvalidFile(faults, "give it another name; [[ignore]] in opskit.toml quiets the packaged one")
    return sorted([*packaged, *mine])


def load(slug: str, major: int, own: Path | None = None) -> Check:
    known = slugs(own)
    if slug not in known:
        close = difflib.get_close_matches(slug, known, 1)
        raise UsageFault(
            f"there is no check {slug!r}", f"did you mean {close[0]}?" if close else "", "opskit check list"
        )
    return _loaded(slug, major, own)


def load_all(major: int, own: Path | None = None) -> list[Check]:
    """Every check that applies to servers of this major version."""
    return [check for check in (_loaded(slug, major, own) for slug in slugs(own)) if check.since <= major]


def _loaded(slug: str, major: int, own: Path | None) -> Check:
    mine = own is not None and (own / f"{slug}.sql").is_file()
    directory = own if own and mine else _packaged()
    return parse(variant(directory, slug, major), slug)


def _packaged() -> Path:
    return folder("sql") / "checks"


def _is_packaged(own: Path) -> bool:
    """In a checkout of opskit itself the two may be one."""
    return own.is_dir() and own.samefile(_packaged())


def _slugs(directory: Path) -> list[str]:
    return sorted(path.stem for path in directory.glob("*.sql") if "." not in path.stem)


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
        tuple(each.value for each in header if each.key == "needs"), _sources(header), tuple(_given(header)),
    )  # fmt: skip


def _params(header: list[HeaderLine]) -> list[tuple[int, str, str]]:
    """Line, name and value as written; the value is empty where there is no `=`."""
    split = [(each.line, *each.value.partition("=")) for each in header if each.key == "param"]
    return [(line, name.strip(), value.strip()) for line, name, _, value in split]


def _given(header: list[HeaderLine]) -> list[str]:
    return [each.value for each in header if each.key == "given"]


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
    given = _given(header)
    faults += [
        Fault(path, each.line, f"given {each.value!r} is not used in the query")
        for each in header
        if each.key == "given" and each.value not in asked
    ]
    known = {*names, *given}
    return faults + [Fault(path, below, f"%({name})s is no param of the header") for name in asked if name not in known]


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
