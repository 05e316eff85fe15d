"""What a migration's file has set before a statement (SET search_path, SET ROLE), on a session that writes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from opskit.pg.connection import Connection

_ROLE = re.compile(r"\s*set\s+(session\s+)?(role|session\s+authorization)\b", re.IGNORECASE)
_OWN_ROLE = ("reset session authorization", "reset role")


class FileSettings:
    """Those in force now; `reset all` leaves what opskit itself asked for when it connected."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._session: tuple[str, ...] = ()

    @contextmanager
    def of(self, session: tuple[str, ...]) -> Iterator[None]:
        """Around a transaction, or a statement that is none's part. They end with it: what opskit reads and records in
        between is its own affair."""
        self._session = session
        try:
            self._run(*session)
            yield
        finally:
            self._session = ()
            if session and not self._connection.closed:
                self._run(*_OWN_ROLE, "reset all")

    def more(self, session: tuple[str, ...]) -> None:
        """What the file sets between two statements of one transaction."""
        self._run(*session[len(self._session) :])
        self._session = session

    @contextmanager
    def own_role(self) -> Iterator[None]:
        """For opskit's record, which another role may not write. An error that ends the transaction ends this too."""
        roles = [each for each in self._session if _ROLE.match(each)]
        self._run(*(_OWN_ROLE if roles else ()))
        yield
        self._run(*roles)

    def _run(self, *statements: str) -> None:
        for each in statements:
            self._connection.execute(each.encode())
