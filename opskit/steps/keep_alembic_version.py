"""Alembic's own table kept in step: after each revision `alembic current` says what is true."""

from __future__ import annotations

from opskit.core.change import Change, Mark, Statement
from opskit.core.finding import Finding
from opskit.core.step import Reader
from opskit.core.verdict import Severity
from opskit.migrate.alembic.version import Heads, VersionMove
from opskit.steps import observing
from opskit.value import Value


class Seen(Value):
    """`absent` are tables, with the revision that makes each, that the revision uses and the catalog does not have."""

    heads: Heads
    absent: tuple[tuple[str, str], ...]


class KeepAlembicVersion(Value):
    """Runs by what the table says, not by opskit's record of it. Heads that are none of those the plan passes through
    were put there by another hand: that is another plan, and one that cannot be carried out."""

    ddl: VersionMove
    mark: Mark

    @property
    def name(self) -> str:
        return f"{self.mark.revision}: {self.ddl.table.name}"

    def observe(self, db: Reader) -> Seen:
        absent = [(table, maker) for table, maker in self.ddl.lacks if not observing.relation_kind(db, table)]
        return Seen(observing.alembic_heads(db, self.ddl.table.name), tuple(absent))

    def plan(self, seen: Seen) -> list[Change]:
        move = self.ddl
        if seen.heads == move.after:
            return []
        obstacles = [self._on_a_sibling(table, maker) for table, maker in seen.absent]
        summary = f"{move.table.name}: {words(move.before)} -> {words(move.after)}"
        if seen.heads not in (move.before, *move.passed):
            summary = f"{move.table.name} says {words(seen.heads)}, not {words(move.before)}: another hand changed it"
            obstacles.append(
                Finding(f"alembic_version:{self.mark.revision}", Severity.CRITICAL, move.table.name, summary)
            )
        back = (Statement(move.back_sql),)
        return [Change(summary, Statement(move.source.text), back, mark=self.mark, obstacles=tuple(obstacles))]

    def _on_a_sibling(self, table: str, maker: str) -> Finding:
        text = f"needs-sibling-branch: {self.mark.revision} uses {table}, which only {maker} makes, on another branch"
        remedy = f"opskit apply --to {maker}; and write depends_on = {maker!r} into {self.mark.revision}"
        return Finding(f"needs-sibling-branch:{self.mark.revision}", Severity.CRITICAL, table, text, remedy=remedy)


def words(heads: Heads) -> str:
    return ", ".join(sorted(heads)) or "nothing"
