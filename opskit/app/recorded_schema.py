"""The schema as the newest change that opskit made left it, by the database's own record: any operator sees that."""

from __future__ import annotations

from collections.abc import Mapping

from opskit.core.fingerprint import SchemaFingerprint
from opskit.core.step import Reader
from opskit.errors import NotPermitted
from opskit.steps import observing
from opskit.value import Value


class RecordedSchema(Value):
    """`objects` as in core.fingerprint. `whole` is false after a rollback: what others had made by then was left, and
    nobody has kept it. `words` tell which change that was."""

    objects: Mapping[str, str]
    whole: bool
    words: str

    @property
    def digest(self) -> str:
        return SchemaFingerprint(self.objects).digest


def recorded_schema(db: Reader) -> RecordedSchema | None:
    """None where there is no record, where the login may not read it, or where a change is under way."""
    try:
        rows = observing.revisions(db)
    except NotPermitted:
        return None
    if not rows or any(row["state"] in ("applying", "undoing") for row in rows):
        return None
    newest = max(rows, key=lambda row: row["closed_at"])
    revision, run = str(newest["revision"]), str(newest["run"])
    if newest["state"] == "undone":
        before = observing.objects_before(db, revision)
        return RecordedSchema(before, False, f"the time before {revision}, which run {run} took back")
    after = observing.objects_after(db, revision)
    return None if after is None else RecordedSchema(after, True, f"run {run} applied {revision}")
