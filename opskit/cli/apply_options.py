"""The options by which one run is carried out otherwise than opskit.toml says."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from opskit.errors import UsageFault
from opskit.value import replace

if TYPE_CHECKING:
    from opskit.core.budget import Budget

_OLDER = re.compile(r"older-than=([0-9]{1,6})(s|m|min|h)")
_SECONDS = {"s": 1, "m": 60, "min": 60, "h": 3600}

jobs_option = click.option(
    "--jobs", type=click.IntRange(1, 16), metavar="N", help="index builds side by side, each on a table of its own (2)"
)
terminate_option = click.option(
    "--terminate-blockers", "terminate", metavar="older-than=5min",
    help="end sessions in the way whose transaction is older (ends nobody)",
)  # fmt: skip
_break_glass = click.option(
    "--break-glass", is_flag=True,
    help="in an emergency: go on outside a window or without the ledger; recorded, with --reason",
)  # fmt: skip
_reason = click.option("--reason", metavar="SENTENCE", help="what is broken, and who decided")


def emergency_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """`break_glass` and `reason`, for `emergency`."""
    return _break_glass(_reason(function))


def emergency(break_glass: bool, reason: str | None) -> str:
    """The reason as one line, empty without an emergency. UsageFault for one of the options without the other, and for
    a reason that is no sentence."""
    sentence = " ".join((reason or "").split())
    if break_glass and " " in sentence:
        return sentence
    if break_glass:
        what, why = "--break-glass wants a reason of more than a word", "those who ask afterwards find it in the ledger"
    elif reason is not None:
        what, why = "--reason says why the glass is broken, and it is not", "it belongs to --break-glass"
    else:
        return ""
    raise UsageFault(
        f"{what} (nothing was changed)", why, "--break-glass --reason 'the job list times out; Ann decided'"
    )


def budgeted(jobs: int | None, terminate: str | None) -> Callable[[Budget], Budget]:
    """What opskit.toml says, with what the command line says otherwise. UsageFault for what cannot be read."""
    older_s = _older(terminate) if terminate else None
    return lambda budget: replace(budget, jobs=jobs or budget.jobs, terminate_older_s=older_s)


def _older(text: str) -> float:
    """Seconds."""
    found = _OLDER.fullmatch(text)
    if not found:
        what = f"--terminate-blockers {text} names no age"
        raise UsageFault(what, "sessions younger than that are left alone", "--terminate-blockers older-than=5min")
    return float(int(found[1]) * _SECONDS[found[2]])
