"""What Alembic has to say of a project: asked of a process of its own (rendering.py), and told here in plain values."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from opskit.errors import Fault, InvalidFile, MissingExtra
from opskit.value import Value

# env.py imports the application, which may take its time; one that connects somewhere may wait for ever.
LONGEST_S = 120
_HINT = "alembic upgrade head --sql   (shows the same fault), or opskit doctor"
_PROGRAM = Path(__file__).with_name("rendering.py")


class Rendered(Value):
    """The SQL that upgrade() or downgrade() writes, each piece with the line of the revision's file that it comes from;
    or the fault that kept it from being written, and its line (0 when unknown)."""

    chunks: tuple[tuple[int, str], ...]
    fault: str
    line: int


class Revision(Value):
    """`revises` are its down revisions, `depends_on` what it needs besides."""

    revision: str
    slug: str
    path: Path
    revises: tuple[str, ...]
    depends_on: tuple[str, ...]
    up: Rendered
    down: Rendered


class AlembicProject(Value):
    """`revisions` begin at the base, each after all it needs; `version_schema` is empty where env.py names none, and
    `create_version` is what Alembic creates it with."""

    revisions: tuple[Revision, ...]
    version_schema: str
    version_table: str
    create_version: str


def read_project(ini: Path) -> AlembicProject:
    """MissingExtra without Alembic; InvalidFile when alembic.ini, env.py or the chain is not in order."""
    if not ini.is_file():
        raise InvalidFile([Fault(ini, 0, "is no file")], "set [migrations] path in opskit.toml to alembic.ini")
    if find_spec("alembic") is None:
        raise MissingExtra(
            "Alembic is not installed beside opskit", f"{ini} is a project of Alembic", "pip install 'opskit[alembic]'"
        )
    # One command asks several times, and Alembic takes half a second.
    stamp, document = _known.get(ini, ((), {}))
    if not document or stamp != _stamp(ini, document):
        document = _document(ini)
        _known[ini] = (_stamp(ini, document), document)
    return _project(document)


_Stamp = tuple[tuple[str, int, int], ...]
_known: dict[Path, tuple[_Stamp, Mapping[str, Any]]] = {}


def _stamp(ini: Path, document: Mapping[str, Any]) -> _Stamp:
    """Changes when alembic.ini, env.py or a revision does, or one comes or goes."""
    places = {Path(document["env"]).parent, *(Path(each["path"]).parent for each in document["revisions"])}
    files = sorted({ini, *(path for place in places for path in place.glob("*.py"))})
    return tuple((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in files if path.is_file())


def _document(ini: Path) -> Mapping[str, Any]:
    command = [sys.executable, "-P", "-B", str(_PROGRAM), str(ini.absolute())]
    try:
        done = subprocess.run(
            command, cwd=ini.parent, stdin=subprocess.DEVNULL, capture_output=True, timeout=LONGEST_S, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise InvalidFile([Fault(ini, 0, f"was not read within {LONGEST_S} s; does env.py connect?")], _HINT) from error
    if done.returncode or not done.stdout:
        last = (done.stderr.decode(errors="replace").strip().splitlines() or [f"exit {done.returncode}"])[-1]
        raise InvalidFile([Fault(ini, 0, f"Alembic could not read it: {last}")], _HINT)
    document: Mapping[str, Any] = json.loads(done.stdout)
    if "fault" in document:
        raise InvalidFile([Fault(Path(document["path"]), document["line"], document["fault"])], _HINT)
    return document


def _project(document: Mapping[str, Any]) -> AlembicProject:
    version = document["version"]
    revisions = tuple(
        Revision(
            each["revision"], each["slug"].splitlines()[0], Path(each["path"]), tuple(each["revises"]),
            tuple(each["depends_on"]), _rendered(each["up"]), _rendered(each["down"]),
        )
        for each in document["revisions"]
    )  # fmt: skip
    return AlembicProject(revisions, version["schema"], version["table"], version["create"])


def _rendered(given: Mapping[str, Any]) -> Rendered:
    return Rendered(tuple((line, sql) for line, sql in given["chunks"]), given["fault"], given["line"])
