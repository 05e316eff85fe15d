"""A step of a statement for which its file has made settings, or which it has put between BEGIN and COMMIT."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from opskit.core.change import Change, Irreversible
from opskit.core.step import Reader, Step
from opskit.migrate.ddl import Source
from opskit.migrate.parser import parse
from opskit.value import Value, replace

_PATH = "select pg_catalog.set_config('search_path', %(path)s, false) as path"
_PATH_NOW = "select pg_catalog.current_setting('search_path') as path"


class Framed(Value):
    """`session` and `block` as in migrate.framing.Frame."""

    inner: Step[Any]
    session: tuple[str, ...]
    block: str

    @property
    def name(self) -> str:
        return self.inner.name

    def observe(self, db: Reader) -> Any:
        """Names are looked for where the statement will look for them."""
        with searching(db, self.session):
            return self.inner.observe(db)

    def plan(self, seen: Any) -> list[Change]:
        return [self._framed(change) for change in self.inner.plan(seen)]

    def _framed(self, change: Change) -> Change:
        do = replace(change.do, session=self.session, together=self.block)
        undo = change.undo
        if not isinstance(undo, Irreversible):
            undo = tuple(replace(each, session=self.session) for each in undo)
        notes = (f"in a session with {'; '.join(self.session)}",) if self.session else ()
        return replace(change, do=do, undo=undo, notes=(*change.notes, *notes))


def framed(step: Step[Any], source: Source) -> Step[Any]:
    block = f"BEGIN in line {source.block}" if source.block else ""
    return Framed(step, source.session, block) if source.session or block else step


@contextmanager
def searching(db: Reader, session: tuple[str, ...]) -> Iterator[None]:
    """With the search path that these settings make, if they make one."""
    setting = [each for each in session if parse(each)[0].node.name == "search_path"]
    if not setting:
        yield
        return
    before = db.rows(_PATH_NOW)[0]["path"]
    try:
        db.rows(setting[-1])
        yield
    finally:
        db.rows(_PATH, path=before)
