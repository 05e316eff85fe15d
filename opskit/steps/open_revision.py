"""The first line of a migration's record: it is being applied, and how the schema looked before."""

from __future__ import annotations

import json

from opskit import __version__
from opskit.catalog.facts import record
from opskit.core.change import Change, Irreversible, Statement
from opskit.core.fingerprint import SchemaFingerprint
from opskit.core.step import Reader
from opskit.migrate.migration import Migration
from opskit.steps import observing
from opskit.value import Value


class OpenRevision(Value):
    migration: Migration
    run: str

    @property
    def name(self) -> str:
        return f"{self.migration.revision}: open the record"

    def observe(self, db: Reader) -> SchemaFingerprint | None:
        """The schema as it is now; None where the record is open."""
        state = {row["revision"]: str(row["state"]) for row in observing.revisions(db)}
        return None if state.get(self.migration.revision, "") in ("applying", "applied") else observing.schema(db)

    def plan(self, schema: SchemaFingerprint | None) -> list[Change]:
        if schema is None:
            return []
        params = {
            "revision": self.migration.revision,
            "slug": self.migration.slug,
            "checksum": self.migration.checksum,
            "down_sql": self.migration.down_sql,
            "run": self.run,
            "fingerprint": schema.digest,
            "objects": json.dumps(dict(schema.objects)),
            "opskit": __version__,
        }
        return [
            Change(self.name, Statement(record("open_revision"), alone=True, params=params), Irreversible("a record"))
        ]
