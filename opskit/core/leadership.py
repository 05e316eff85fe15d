"""Which server leads: what a run began on, and what a later look finds."""

from __future__ import annotations

from opskit.value import Value


class Leadership(Value):
    """Of one server, as it was seen. A promotion begins a new timeline; the one that led before keeps the old one, for
    as long as nobody tells it."""

    system_identifier: str
    in_recovery: bool
    timeline: int


def moved(began: Leadership, now: Leadership) -> str:
    """Why a server that is reached anew is not the one a run began on; empty when it is."""
    if now.system_identifier != began.system_identifier:
        return f"another server answers: its system_identifier is {now.system_identifier}"
    if now.in_recovery:
        return "the server that answers follows another one now"
    if now.timeline != began.timeline:
        return f"a server was promoted: timeline {now.timeline}, the run began on {began.timeline}"
    return ""


def overtaken(began: Leadership, standby: Leadership) -> str:
    """Why a standby is none any more, empty when it is one, or was never one of this server."""
    promoted = not standby.in_recovery and standby.timeline != began.timeline
    if standby.system_identifier != began.system_identifier or not promoted:
        return ""  # of another server, a standby still, or the primary itself at a guessed address
    return f"a standby was promoted: timeline {standby.timeline}, the run began on {began.timeline}"
