"""The program that runs Alembic: `python rendering.py alembic.ini` writes one JSON document to stdout.

It is a process of its own and imports nothing of opskit, because it runs code of the application: env.py and what that
imports may print, set up logging, load an environment file or start threads, and none of it may reach the session that
changes a database. The only module in which Alembic and SQLAlchemy are imported.

    {"env": env.py, "version": {"table", "schema", "create"}, "revisions": [{"revision", "slug", "path",
     "revises": [revision], "depends_on": [revision], "up": SQL, "down": SQL}]}        base first
    SQL: {"chunks": [[line in the revision's file, sql]], "line": of the fault, "fault": text, empty without one}
or  {"fault": text, "path": file, "line": its line or 0}
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn, TextIO

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from sqlalchemy import TextClause, create_mock_engine
from sqlalchemy.schema import CreateTable

# The dialect alone: no driver is imported and nobody is connected to, whatever the application's own URL names.
URL = "postgresql://"
OURS = {
    "url": URL,
    "dialect_name": None,
    "dialect_opts": {"paramstyle": "named"},
    "literal_binds": True,
    "transactional_ddl": True,
    "transaction_per_migration": True,
}


class Refused(Exception):
    """Something that offline mode cannot tell."""


class NoRows:
    """What a query answers where there is no database. Looking at it in any way is refused: to go on with None would be
    a guess."""

    def _refuse(self, *_: object) -> NoReturn:
        raise Refused("reads rows from the database, and offline there are none")

    __getattr__ = __iter__ = __bool__ = __len__ = __getitem__ = _refuse


class Chunks:
    """Alembic's output: each write with the line of the revision's file that caused it."""

    def __init__(self) -> None:
        self.path = ""
        self.found: list[tuple[int, str]] = []

    def write(self, text: str) -> None:
        if self.path:
            self.found.append((self._line(), text))

    def flush(self) -> None:
        """Nothing is held back."""

    def _line(self) -> int:
        frame = sys._getframe()
        while frame.f_back is not None and frame.f_code.co_filename != self.path:
            frame = frame.f_back
        return frame.f_lineno if frame.f_code.co_filename == self.path else 0


class Reading:
    """What Alembic calls once env.py has configured itself: renders every revision, and asks for no migration."""

    def __init__(self, script: ScriptDirectory, chunks: Chunks) -> None:
        self.script = script
        self.chunks = chunks
        self.document: dict[str, Any] = {}

    def __call__(self, heads: object, context: MigrationContext) -> Iterable[Any]:
        if self.document:
            raise Refused("env.py runs migrations more than once; opskit knows one database for each alembic.ini")
        context.connection = context.impl.connection = _connection(context)  # type: ignore[assignment]
        revisions = reversed(list(self.script.walk_revisions()))
        self.document = {
            "env": self.script.env_py_location,
            "version": {
                "table": context.version_table,
                "schema": context.version_table_schema or "",
                "create": str(CreateTable(context._version).compile(dialect=context.dialect)).strip(),
            },
            "revisions": [self._revision(each) for each in revisions],
        }
        return ()

    def _revision(self, script: Script) -> dict[str, Any]:
        needed = self.script.get_revisions(_names(script.dependencies))
        return {
            "revision": script.revision,
            "slug": (script.doc or Path(script.path).stem).strip(),
            "path": str(script.path),
            "revises": _names(script.down_revision),
            "depends_on": [each.revision for each in needed if each],
            "up": self._sql(script, "upgrade"),
            "down": self._sql(script, "downgrade"),
        }

    def _sql(self, script: Script, name: str) -> dict[str, Any]:
        function: Callable[[], object] | None = getattr(script.module, name, None)
        if function is None:
            return {"chunks": [], "line": 0, "fault": f"has no {name}()"}
        self.chunks.path, self.chunks.found = str(script.path), []
        try:
            function()
        except (Exception, SystemExit) as error:
            return {"chunks": [], "line": line_in(str(script.path), error), "fault": words(error)}
        finally:
            self.chunks.path = ""
        return {"chunks": self.chunks.found, "line": 0, "fault": ""}


def offline(config: Config, script: ScriptDirectory, reading: Reading) -> EnvironmentContext:
    """Offline mode as opskit needs it, whatever env.py asks for: PostgreSQL, values written out, no percent sign
    doubled (paramstyle), and the output kept."""
    environment = EnvironmentContext(config, script, fn=reading, as_sql=True)
    configure = environment.configure

    def configured(connection: object = None, *positional: object, **asked: Any) -> None:
        wanted = {key: value for key, value in asked.items() if key not in (*OURS, "output_encoding")}
        configure(**{**wanted, **OURS, "output_buffer": reading.chunks})

    environment.configure = configured  # type: ignore[method-assign]
    return environment


def _connection(context: MigrationContext) -> object:
    """op.get_bind() of offline mode: it writes what it is told, with its parameters, and has nothing to answer."""

    def execute(construct: Any, *many: Any, **named: Any) -> NoRows:
        values = many[0] if many and many[0] else named
        if values and not (isinstance(construct, TextClause) and isinstance(values, dict)):
            raise Refused("gives parameters to a statement in a way that cannot be written out")
        context.impl._exec(construct.bindparams(**values) if values else construct)
        return NoRows()

    return create_mock_engine(URL, execute)


def _names(given: object) -> list[str]:
    """Alembic has None, one name, or several."""
    if given is None:
        return []
    return [given] if isinstance(given, str) else [str(each) for each in given]  # type: ignore[attr-defined]


def words(error: BaseException) -> str:
    said = " ".join(str(error).split())
    if isinstance(error, Refused):
        return said
    return f"{type(error).__name__}: {said}" if said else type(error).__name__


def line_in(path: str, error: BaseException) -> int:
    """The innermost line of that file that the error went through; 0 when it did not."""
    if isinstance(error, SyntaxError) and error.filename == path:
        return error.lineno or 0
    return next((line for file, line in reversed(places(error.__traceback__)) if file == path), 0)


def places(trace: TracebackType | None) -> list[tuple[str, int]]:
    found = []
    while trace is not None:
        found.append((trace.tb_frame.f_code.co_filename, trace.tb_lineno))
        trace = trace.tb_next
    return found


def document(ini: Path) -> dict[str, Any]:
    home = str(ini)
    try:
        config = Config(home)
        config.set_main_option("sqlalchemy.url", URL)
        script = ScriptDirectory.from_config(config)
        home = str(script.dir)
        reading = Reading(script, Chunks())
        with offline(config, script, reading):
            script.run_env()
    except (Exception, SystemExit) as error:
        path, line = _culprit(Path(home), error)
        return {"fault": words(error), "path": path or str(ini), "line": line}
    return reading.document or {
        "fault": "runs no migrations in offline mode",
        "path": script.env_py_location,
        "line": 0,
    }


def _culprit(home: Path, error: BaseException) -> tuple[str, int]:
    """The file of the project, env.py or a revision, in which it went wrong."""
    if isinstance(error, SyntaxError) and error.filename:
        return error.filename, error.lineno or 0
    here = [(file, line) for file, line in places(error.__traceback__) if home.is_dir() and home in Path(file).parents]
    return here[-1] if here else ("", 0)


def main(answer: TextIO) -> None:
    json.dump(document(Path(sys.argv[1])), answer)
    answer.flush()


if __name__ == "__main__":
    # stdout is for the answer alone: what the application prints goes elsewhere.
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as out:
        os.dup2(2, 1)
        main(out)
        # Threads that the application has started are no reason to wait.
        os._exit(0)
