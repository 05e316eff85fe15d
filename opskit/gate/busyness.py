"""Whether the canary and its control were equally busy: else a ratio is of their load too."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.gate.window import Traffic


def a_second(taken: Sequence[Traffic | None]) -> float | None:
    """Transactions; None where two looks are not there, or the counter went down between them."""
    seen = [each for each in taken if each]
    if len(seen) < 2:
        return None
    seconds = (seen[-1].at - seen[0].at).total_seconds()
    counted = seen[-1].transactions - seen[0].transactions
    return counted / seconds if seconds > 0 and counted >= 0 else None


def unlike(here: float | None, control: float | None, band: float) -> str:
    """Why they cannot be compared; empty when they can. `band` is the share by which one may be busier."""
    if here is None or control is None:
        return "how busy both were cannot be told from one look"
    if abs(here - control) > band * max(here, control):
        return f"{here:.1f} transactions a second here, {control:.1f} on the control: more than {band:.0%} apart"
    return ""
