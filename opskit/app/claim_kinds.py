"""What answers a claim of a document: one module per type under app/claims, found by its name (`sign-off` is
sign_off.py). A module has `Asked`, a frozen dataclass of the keys its table may hold besides `type` (ValueError refuses
a value), and `answer(asked, room) -> Answered`, which only reads. It may also have `faults(asked, home)`, which says
what of the files it names is not there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from opskit.app import claims
from opskit.app.context import Context
from opskit.app.item_kinds import names_in
from opskit.catalog.claims_file import Claim, Shape, Shapes
from opskit.core.ledger import Event
from opskit.errors import Inconclusive, NotPermitted, OpskitError, Unreachable
from opskit.migrate.migration import Migration
from opskit.value import Value, field

if TYPE_CHECKING:
    from opskit.app.reporting.parts import Part, Parts
    from opskit.pg.reading import ReadSession

P = TypeVar("P")
LIMIT = "5s"
# A row that a policy hides would make a promise look kept: such a query is refused instead.
_SET = """
select
    pg_catalog.set_config('statement_timeout', %(limit)s, true) as timeout,
    pg_catalog.set_config('row_security', 'off', true) as row_security
"""
# What the server was asked for the claims alone.
ASKED = "part:claims"


class ClaimVerdict(StrEnum):
    VERIFIED = "verified"
    REFUTED = "refuted"
    NEEDS_SIGN_OFF = "needs sign-off"
    NOT_TESTABLE = "not testable"


class Answered(Value):
    """`measured` is what was found, with its unit; `reason` why the verdict is what it is; `next` the command that
    would tell; `evidence` ids as in report_proof.EvidenceRow."""

    verdict: ClaimVerdict
    measured: str
    reason: str = ""
    next: str = ""
    evidence: Sequence[str] = (ASKED,)


class Room(Value):
    """What an answer may use: a session that only reads, the parts of the report, which have been looked at, and the
    ledger. `home` is the folder of claims.toml; `kept` what several answers need and one has found."""

    context: Context
    db: ReadSession
    parts: Parts
    events: Sequence[Event]
    home: Path
    kept: dict[str, Any] = field(default_factory=dict)

    def once(self, name: str, find: Callable[[], P]) -> P:
        """What `find` gives, found the first time it is asked for."""
        if name not in self.kept:
            self.kept[name] = find()
        found: P = self.kept[name]
        return found

    @contextmanager
    def briefly(self) -> Iterator[ReadSession]:
        """For a query that somebody wrote, or that reads a table: LIMIT, and nothing of it stays."""
        with self.db.transaction():
            self.db.rows(_SET, limit=LIMIT)
            yield self.db

    def had(self, part: Part[P]) -> P:
        """Inconclusive where it could not be had."""
        if part.value is None:
            raise Inconclusive(part.why or "it was not looked at", "", part.next)
        return part.value

    def migration(self, revision: str) -> Migration:
        """Inconclusive where there is none."""
        found = next((each for each in self.had(self.parts.migrations).migrations if each.revision == revision), None)
        if found is None:
            raise Inconclusive(f"the configured migrations have no revision {revision}", "", "opskit plan --all")
        return found

    def written(self, revision: str) -> Migration:
        """The same with its statements; Inconclusive where they are not known."""
        found = self.migration(revision)
        if not found.up:
            raise Inconclusive(f"{revision} has no statement to look at", "", self.command("opskit plan --all"))
        return found

    def command(self, words: str) -> str:
        """With what names this environment."""
        return f"{words} {self.parts.address}"


class ClaimKind(Protocol):
    Asked: type

    def answer(self, asked: Any, room: Room) -> Answered: ...


def shapes() -> Shapes:
    """A module is imported when it is asked for."""
    return {name: partial(_shape, name) for name in names_in(claims)}


def answer(claim: Claim, room: Room) -> Answered:
    """What cannot be seen is not testable, with the reason. Unreachable when the connection is gone."""
    try:
        return _kind(claim.type).answer(claim.asked, room)
    except OpskitError as error:
        if isinstance(error, Unreachable) and not isinstance(error, NotPermitted):
            raise
        why = "; ".join(filter(None, [error.what, error.why]))
        return Answered(ClaimVerdict.NOT_TESTABLE, "", why, error.hint, ())


def _shape(name: str) -> Shape:
    kind: Any = _kind(name)
    return Shape(kind.Asked, getattr(kind, "faults", lambda asked, home: ()))


def _kind(name: str) -> ClaimKind:
    module: Any = import_module(f"{claims.__name__}.{name.replace('-', '_')}")
    return module  # type: ignore[no-any-return]
