"""A deed that is no plan of the engine, and what its end means."""

from __future__ import annotations

import hashlib

from opskit.core.item_state import Seen, Status
from opskit.errors import Partial


def digest_of(*parts: str) -> str:
    """What an approval is bound to."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def refuse_failed(words: str, seen: Seen) -> None:
    """Partial when it did not end as it should: what it has done by then nobody knows."""
    if seen.status is not Status.PASS:
        raise Partial(f"{words}: {seen.text}", "\n  ".join(seen.evidence[1:]), "opskit checklist")
