"""Looks at the server, one after the other on one session, beside other work: a page never waits for a server that
does not answer."""

from __future__ import annotations

from contextlib import AbstractContextManager, suppress

from opskit.app.ahead import Ahead
from opskit.app.at_work import Presence, presence
from opskit.app.context import Context
from opskit.errors import OpskitError
from opskit.pg.reading import ReadSession, glancing

# Longer than a glance may take to connect, for names are resolved before that counts.
PATIENCE_S = 3.0


class Lookout:
    """As a context manager it closes its session at the end. One that was lost is opened anew by the next look."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._session: tuple[AbstractContextManager[ReadSession], ReadSession] | None = None
        self._look: Ahead[Presence] | None = None

    def __enter__(self) -> Lookout:
        return self

    def __exit__(self, *_: object) -> None:
        if self._look is None or self._look.result(0.0) is not None:
            self._close()

    def begin(self) -> None:
        """Unless one is still under way."""
        self._look = self._look or Ahead(self._seen)

    def seen(self) -> Presence:
        """What the look that was begun has seen, or that it got no answer yet."""
        self.begin()
        found = self._look.result(PATIENCE_S) if self._look else None
        if found is None:
            return Presence(unseen=f"no answer from {self._context.environment.name} within {PATIENCE_S:.0f} s")
        self._look = None
        return found

    def _seen(self) -> Presence:
        try:
            return presence(self._open())
        except OpskitError as error:
            self._close()
            why = error.why.partition("\n")[0]
            return Presence(unseen=": ".join(filter(None, [error.what.removesuffix(" (nothing was changed)"), why])))

    def _open(self) -> ReadSession:
        if self._session is None:
            opening = glancing(self._context.environment, self._context.application("look"))
            self._session = opening, opening.__enter__()
        return self._session[1]

    def _close(self) -> None:
        session, self._session = self._session, None
        if session:
            with suppress(OpskitError):
                session[0].__exit__(None, None, None)
