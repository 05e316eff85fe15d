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

    def enter(self, session: tuple[str, ...]) -> None:
        """Outside of a transaction. Settings of an earlier statement are taken back."""
        if session == self._session:
            return
        if self._session:
            self._run(*_OWN_ROLE, "reset all")
        self._session = ()
        self._run(*session)
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
