"""The tables [[notify]] of opskit.toml: whom to tell of what happens, and where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from opskit.catalog.toml_lines import Blocks
from opskit.core.notable import KINDS
from opskit.core.notice import Target, Template
from opskit.errors import Fault


class _Notify(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    name: str
    url_file: str = ""
    url: str = ""
    secret_file: str = ""
    template: Template = Template.GENERIC
    events: tuple[str, ...] = KINDS
    environments: tuple[str, ...] | None = None


def read(path: Path, tables: Sequence[Any], faults: list[Fault]) -> dict[str, Target]:
    """Those of one file, by name. Files named in it are not looked at: a webhook that is away stops no command."""
    lines = Blocks(path, "[[notify]]")
    found: dict[str, Target] = {}
    for place, table in enumerate(tables):
        try:
            given = msgspec.convert(table, _Notify)
        except msgspec.ValidationError as error:
            faults.append(Fault(path, lines.line(place, str(error)), f"notify: {error}"))
            continue
        wrong = [*_wrong(given), *([f"`name`: {given.name!r} stands twice"] if given.name in found else [])]
        faults += [Fault(path, lines.line(place, text), f"notify: {text}") for text in wrong]
        found[given.name] = _target(path, given)
    return found


def _target(path: Path, given: _Notify) -> Target:
    """A path is relative to the file that says it."""
    return Target(
        given.name, _beside(path, given.url_file), given.url, _beside(path, given.secret_file), given.template,
        frozenset(given.events), frozenset(given.environments or ()), path,
    )  # fmt: skip


def _beside(path: Path, name: str) -> Path | None:
    return (path.parent / Path(name).expanduser()).absolute() if name else None


def _wrong(given: _Notify) -> Iterator[str]:
    """No sentence repeats a URL, for it may be a secret that does not belong here."""
    if not given.name.strip():
        yield "`name` is empty"
    if bool(given.url_file) == bool(given.url):
        yield "give `url_file` or `url`, one of them"
    if given.url and not loopback(given.url):
        yield (
            "`url` may only be of this machine (http://127.0.0.1…), without login or query; any other is a secret:"
            " put it into a file and name that as `url_file`"
        )
    for kind in given.events:
        if kind not in KINDS:
            yield f"`events`: {kind!r} is not known; known are {', '.join(KINDS)}"
    for key, value in (("events", given.events), ("environments", given.environments)):
        if value == ():
            yield f"`{key}` is empty: nothing would ever be told"


def loopback(url: str) -> bool:
    """Whether a URL is of use on this machine alone, and holds nothing that could be a secret."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        here = host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
    return here and parts.scheme in ("http", "https") and not (parts.username or parts.query or parts.fragment)
