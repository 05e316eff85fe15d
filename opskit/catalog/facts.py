"""What steps and use cases observe: one query per file under sql/facts."""

from __future__ import annotations

from functools import cache

from opskit.catalog.resources import folder, variant


@cache
def fact(slug: str, major: int = 14) -> str:
    """The query text of sql/facts/<slug>.sql as it fits a server of this major version. Callers that use a fact
    without a version variant leave `major` out."""
    return variant(folder("sql") / "facts", slug, major).read_text(encoding="utf-8")


@cache
def record(slug: str) -> str:
    """A statement of opskit's own record in the target database: sql/record/<slug>.sql."""
    return (folder("sql") / "record" / f"{slug}.sql").read_text(encoding="utf-8").strip()


@cache
def ledger(slug: str) -> str:
    """A statement of the ledger kept in PostgreSQL: sql/ledger/<slug>.sql."""
    return (folder("sql") / "ledger" / f"{slug}.sql").read_text(encoding="utf-8").strip()


@cache
def fleet(slug: str) -> str:
    """A statement of the queue that the workers of a fleet share: sql/fleet/<slug>.sql."""
    return (folder("sql") / "fleet" / f"{slug}.sql").read_text(encoding="utf-8").strip()
