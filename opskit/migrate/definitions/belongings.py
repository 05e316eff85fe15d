"""Who owns an object, who may use it, what is noted on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from opskit.catalog.facts import fact
from opskit.core.identifier import literal
from opskit.core.step import Reader, Row
from opskit.migrate.definitions.gone import addressed
from opskit.migrate.definitions.privileges import granted, revoked
from opskit.migrate.definitions.said import Said
from opskit.migrate.named import Address

# Places, see this package's docstring; that of owners is the first.
OWNED, _PRIVILEGES, _COMMENTS = 60, 70, 80


def belongings(db: Reader, objects: Sequence[Address]) -> Iterator[Said]:
    """Of objects that were just made by whoever undoes, perhaps with privileges that are given to all he makes."""
    yield from owners(db, [each for each in objects if not each.sub])
    yield from privileges(db, objects)
    yield from comments(db, objects)


def owners(db: Reader, objects: Iterable[Address]) -> Iterator[Said]:
    for row in db.rows(fact("undo_owners"), **addressed(objects)):
        yield Said(_at(row), row["place"], row["statement"])


def privileges(db: Reader, objects: Sequence[Address]) -> Iterator[Said]:
    """Exactly those there are, where they are others than an object has by itself."""
    rows = db.rows(fact("undo_privileges"), **addressed(objects))
    strangers = [str(row["grantee"]) for row in db.rows(fact("undo_default_grantees"))]
    for row in rows:
        if strangers or row["given"]:
            yield from (Said(_at(row), _PRIVILEGES, sql) for sql in _given(row, rows, strangers))


def comments(db: Reader, objects: Iterable[Address]) -> Iterator[Said]:
    for row in db.rows(fact("undo_comments"), **addressed(objects)):
        if row["text"] is not None:
            yield Said(_at(row), _COMMENTS, noted(row))


def noted(row: Row) -> str:
    """The statement that sets the comment of a row of undo_comments, or takes it away."""
    return f"{row['target']} IS {'NULL' if row['text'] is None else literal(row['text'])}"


def _given(row: Row, rows: Sequence[Row], strangers: Sequence[str]) -> Iterator[str]:
    """Before the first grant of an object all those are taken away that nobody gave."""
    first = next(each for each in rows if _at(each) == _at(row))
    if row is first and not row["column"]:
        yield from (revoked(row, who) for who in dict.fromkeys(["PUBLIC", row["owner"], *strangers]))
    if row["privilege"]:
        yield from granted(row)


def _at(row: Row) -> Address:
    return Address(row["class"], row["oid"], row["sub"])
