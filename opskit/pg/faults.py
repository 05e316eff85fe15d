"""What psycopg raises -> what a person reads. The most specific class wins."""

from __future__ import annotations

import psycopg
from psycopg import errors as pg

from opskit.errors import Blocked, Damaged, Failed, Inconclusive, NotPermitted, OpskitError, Unreachable


def connecting(error: psycopg.Error, environment: str) -> OpskitError:
    # libpq sets off what it adds with a tab.
    text = str(error).strip().removeprefix("connection failed: ").replace("\t", "  ")
    hint = "opskit doctor   (or try the same with psql)"
    if "password" in text:
        hint = "put the password into ~/.pgpass, or set PGPASSFILE; opskit takes none on the command line"
    if "startup parameter" in text:
        text = f"{text} (a pooler answers; opskit needs the server itself)"
        hint = "point the environment at the server, not at the pooler"
    return Unreachable(f"cannot connect to {environment} (nothing was changed)", text, hint)


def reading(error: psycopg.Error) -> OpskitError:
    if isinstance(error, pg.InsufficientPrivilege):
        return NotPermitted(
            "the login may not look at this", _text(error), "opskit doctor   (lists the rights that are missing)"
        )
    if isinstance(error, pg.LockNotAvailable):
        return Inconclusive("a query waited for a lock and gave up", _text(error), "opskit locks   (who holds it)")
    if isinstance(error, pg.QueryCanceled):
        return Inconclusive(
            "a query ran into its time limit", _text(error), "opskit locks   (what it may have waited for)"
        )
    if isinstance(error, psycopg.OperationalError):
        return Unreachable("the connection was lost", _text(error), "opskit doctor")
    if isinstance(error, (pg.DataCorrupted, pg.IndexCorrupted)):
        return Damaged("the server met damaged data", _text(error), "copy the data directory before anything else")
    return Failed("a query was refused", _text(error), "opskit doctor")


def writing(error: psycopg.Error, summary: str) -> OpskitError:
    if isinstance(error, pg.InsufficientPrivilege):
        return NotPermitted(
            f"{summary}: not permitted", _text(error), "opskit doctor   (lists the rights that are missing)"
        )
    if isinstance(error, (pg.LockNotAvailable, pg.DeadlockDetected)):
        return Blocked(f"{summary}: the lock was not to be had", _text(error), "opskit locks")
    if isinstance(error, pg.QueryCanceled):
        return Blocked(f"{summary}: was cancelled", _text(error), "opskit apply   (tries again)")
    return Failed(f"{summary}: the server refused it", _text(error), "mend the migration or the data, then opskit plan")


def lost(error: psycopg.Error) -> bool:
    """Whether the connection is gone, so that the result of the statement is unknown."""
    return isinstance(error, psycopg.OperationalError) and (
        error.sqlstate is None or error.sqlstate.startswith(("08", "57P"))
    )


def _text(error: psycopg.Error) -> str:
    diag = error.diag
    parts = [diag.message_primary or str(error).strip(), diag.message_detail or ""]
    text = "; ".join(part for part in parts if part)
    return f"{text} [{error.sqlstate}]" if error.sqlstate else text
