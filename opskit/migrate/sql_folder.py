"""A folder of SQL migrations: `<revision>_<slug>/up.sql`, optionally down.sql.

The order is that of the folder names, or, where any up.sql has a header `-- revises: <revision>`, the chain these
headers form. BEGIN and COMMIT in a file keep what stands between them one transaction; outside of them opskit decides
what shares one."""

from __future__ import annotations

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import Path

from opskit.errors import Fault, InvalidFile
from opskit.migrate.classify import classify
from opskit.migrate.ddl import Ddl
from opskit.migrate.framing import Frame, Frames
from opskit.migrate.migration import Migration, checksum_of
from opskit.migrate.parser import parse
from opskit.value import replace

UP, DOWN = "up.sql", "down.sql"


def load(folder: Path) -> list[Migration]:
    """All migrations in their order; every fault of the folder at once as InvalidFile."""
    if not folder.is_dir():
        raise InvalidFile([Fault(folder, 0, "is no folder of migrations")], "set [migrations] path in opskit.toml")
    faults: list[Fault] = []
    found: list[Migration] = []
    for path in sorted(each for each in folder.iterdir() if each.is_dir() and not each.name.startswith(".")):
        try:
            found.append(read(path))
        except InvalidFile as error:
            faults += error.faults
    faults += _repeated(found)
    if faults:
        raise InvalidFile(faults, "opskit lint")
    return _in_order(folder, found)


def read(path: Path) -> Migration:
    revision, _, slug = path.name.partition("_")
    up = path / UP
    if not up.is_file():
        raise InvalidFile([Fault(path, 0, "holds no up.sql")], f"write {up}")
    down = path / DOWN
    text = decode(up)
    down_sql = decode(down) if down.is_file() else ""
    statements(down_sql, down)
    return Migration(
        revision, slug, path, tuple(statements(text, up)), down_sql, checksum_of(up.read_bytes()), _revises(text)
    )


def statements(sql: str, path: Path) -> list[Ddl]:
    frames = Frames(path)
    found = [_within(ddl, frame) for each, frame in frames.of(parse(sql, path)) for ddl in classify(each)]
    if frames.faults:
        raise InvalidFile(frames.faults, "mend the file; BEGIN and COMMIT keep what is between them one transaction")
    return found


def _within(ddl: Ddl, frame: Frame) -> Ddl:
    source = replace(ddl.source, session=frame.session, block=frame.block)
    return replace(ddl, source=source)  # type: ignore[type-var]


def decode(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        fault = Fault(path, 0, f"cannot be read: {error.strerror}")
        raise InvalidFile([fault], "name another file") from error
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        raise InvalidFile([Fault(path, 1, "is UTF-16 text, not UTF-8", 1)], "save the file as UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        fault = Fault(path, before.count(b"\n") + 1, f"byte {data[error.start]:#04x} is not UTF-8 text", column)
        raise InvalidFile([fault], "save the file as UTF-8") from error


def _revises(text: str) -> str:
    for line in text.splitlines():
        if not line.startswith("--"):
            return ""
        key, _, value = line.removeprefix("--").partition(":")
        if key.strip() == "revises":
            return value.strip()
    return ""


def _repeated(found: list[Migration]) -> list[Fault]:
    names = [migration.revision for migration in found]
    return [
        Fault(migration.path, 0, f"revision {migration.revision} is there twice")
        for place, migration in enumerate(found)
        if migration.revision in names[:place]
    ]


def _in_order(folder: Path, found: list[Migration]) -> list[Migration]:
    if not any(migration.revises for migration in found):
        return found
    following: dict[str, list[Migration]] = {}
    for migration in found:
        following.setdefault(migration.revises, []).append(migration)
    faults = [
        Fault(each.path, 0, f"several migrations revise {revises or 'nothing'}: {', '.join(m.revision for m in many)}")
        for revises, many in following.items()
        for each in many[1:]
    ]
    if faults:
        raise InvalidFile(faults, "let each migration revise the one before it")
    return _walk(folder, found, {revises: many[0] for revises, many in following.items()})


def _walk(folder: Path, found: list[Migration], following: dict[str, Migration]) -> list[Migration]:
    ordered: list[Migration] = []
    revision = ""
    while revision in following and len(ordered) < len(found):
        ordered.append(following[revision])
        revision = ordered[-1].revision
    lost = [migration for migration in found if migration not in ordered]
    if lost:
        raise InvalidFile(
            [Fault(each.path, 0, f"revises {each.revises}, which leads to no first migration") for each in lost],
            f"mend the -- revises: headers under {folder}",
        )
    return ordered
