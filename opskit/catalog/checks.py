"""sql/checks/<slug>.sql -> Check. The file name is the name everywhere. `own` is the folder with checks of one's own
(opskit.toml, [checks] path); None when there is none."""

from __future__ import annotations

import difflib
from pathlib import Path

from opskit.catalog import check_faults
from opskit.catalog.check_faults import MANY, OPTIONAL, REQUIRED
from opskit.catalog.check_names import packaged, slugs
from opskit.catalog.facts import fact
from opskit.catalog.headers import HeaderLine, params, read_header, scalar, single_values, values_of
from opskit.catalog.resources import variant
from opskit.core.check import Check
from opskit.core.verdict import Severity
from opskit.errors import InvalidFile, UsageFault


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
    directory = own if own and mine else packaged()
    return parse(variant(directory, slug, major), slug, major)


def parse(path: Path, slug: str, major: int = 14) -> Check:
    """All faults of the file at once as InvalidFile. `source` of the check is one line for each source in its header,
    led by the name of the parameter it stands under. A check has a query, or a fact whose rows opskit/checks/<slug>.py
    judges by the params."""
    header, query = read_header(path.read_text(encoding="utf-8"))
    values, faults = single_values(path, header, REQUIRED | OPTIONAL, MANY)
    faults += check_faults.of_header(path, header, values)
    shared = values.get("fact", "")
    faults += check_faults.of_fact(path, header, query) if shared else check_faults.of_query(path, header, query)
    if faults:
        raise InvalidFile(sorted(faults, key=lambda fault: fault.line))
    return Check(
        slug, values["title"], values["dimension"], Severity(values["severity"]), int(values["since"]),
        values["remedy"], values["why"], fact(shared, major) if shared else query,
        {name: scalar(value) for _, name, value in params(header)}, values_of(header, "needs"), _sources(header),
        values_of(header, "given"), shared, tuple(_expression(name) for name in values_of(header, "with")),
    )  # fmt: skip


def _expression(name: str) -> str:
    """sql/checks/with/<name>.sql as a common table expression of that name."""
    query = (packaged() / "with" / f"{name}.sql").read_text(encoding="utf-8").strip()
    return f"{name} as (\n{query}\n)"


def _sources(header: list[HeaderLine]) -> str:
    lines, param = [], ""
    for each in header:
        if each.key == "param":
            param = each.value.partition("=")[0].strip()
        elif each.key == "source":
            lines.append(f"{param}: {each.value}" if param else each.value)
    return "\n".join(lines)
