"""Time limits that a migration has set for itself."""

from __future__ import annotations

from decimal import Decimal

from opskit.core.setting_value import amount
from opskit.migrate.session import Session

# A build or a validation reads a table once or twice, and a concurrent build waits for every older transaction: from
# an hour on a limit is taken to be meant for that. opskit's assumption, no measurement.
LONG_ENOUGH_S = 3600


def short_limit(session: Session, name: str) -> str:
    """The limit in effect, as written, where it is shorter than LONG_ENOUGH_S; empty for none (0) or a long one."""
    value = session.setting(name)
    microseconds = amount(value, "ms") if value else None
    if microseconds is None or not 0 < microseconds < Decimal(LONG_ENOUGH_S * 1_000_000):
        return ""
    return f"{value} ms" if value and value.isdigit() else str(value)
