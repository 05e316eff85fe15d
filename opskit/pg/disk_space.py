"""The room on the disks of the server, where that can be known: SQL does not tell. It is looked at from here where the
server is of this machine, and over SSH where that leads to the server's own."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from opskit.catalog.facts import fact
from opskit.core.machine import FileSystem, Machine
from opskit.core.step import Reader
from opskit.core.way import Way
from opskit.errors import Inconclusive, Unreachable

DATA = "data directory"


def disk_space(db: Reader, way: Way | None = None) -> tuple[int | None, int | None]:
    """Free and total bytes of the file system of the data directory."""
    found = disks(db, way).get(DATA)
    return (found.free_bytes, found.total_bytes) if found else (None, None)


def disks(db: Reader, way: Way | None) -> dict[str, FileSystem]:
    """Those that can be seen, the data directory's first, then of WAL and of each tablespace."""
    places = server_files(db, way)
    if way is None:
        return {place: found for place, path in places.items() for found in _here(path)}
    try:
        return by_place(places, way.machine(list(places.values())))
    except (Unreachable, Inconclusive):
        return {}


def server_files(db: Reader, way: Way | None) -> dict[str, str]:
    """Paths on the machine that can be asked, by what lies there; none where that is not the server's."""
    rows = db.rows(fact("server_files"))
    return {row["place"]: row["path"] for row in rows if row["path"] and row["beside" if way else "local"]}


def by_place(places: Mapping[str, str], machine: Machine) -> dict[str, FileSystem]:
    seen = {each.path: each for each in machine.disks}
    return {place: seen[path] for place, path in places.items() if path in seen}


def distinct(found: Mapping[str, FileSystem]) -> Sequence[tuple[str, FileSystem]]:
    """One of each file system, by the first that lies there."""
    first: dict[str, tuple[str, FileSystem]] = {}
    for place, each in found.items():
        first.setdefault(each.mount, (place, each))
    return list(first.values())


def _here(path: str) -> Iterator[FileSystem]:
    try:
        found = os.statvfs(path)
    except OSError:
        return
    whole = Path(path).resolve()
    mount = next(each for each in (whole, *whole.parents) if each.is_mount() or each == each.parent)
    yield FileSystem(path, str(mount), found.f_bavail * found.f_frsize, found.f_blocks * found.f_frsize)
