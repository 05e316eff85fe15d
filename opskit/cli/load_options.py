"""The options of `opskit bench --load`, and which of the other way of measuring do not go with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from opskit.cli.lengths import Length

if TYPE_CHECKING:
    from opskit.gate.load_rules import LoadRules

_OPTIONS: Sequence[Callable[[Callable[..., Any]], Callable[..., Any]]] = (
    click.option("--load", is_flag=True, help="many clients at once, by pgbench; the options below are its own"),
    click.option("--clients", type=click.IntRange(1, 10_000), default=10, metavar="N", help="sessions at once (10)"),
    click.option(
        "--rate", type=click.FloatRange(0, min_open=True), metavar="N",
        help="transactions a second, timed from when they are due (as fast as the clients can)",
    ),
    click.option("--duration", type=Length(), default="60s", help="measured for so long (60s)"),
    click.option("--warm-up", type=Length(), default="5s", help="before that, not measured (5s)"),
    click.option("--threads", type=click.IntRange(1, 64), default=2, metavar="N", help="of pgbench (2)"),
    click.option(
        "--tries", type=click.IntRange(1, 1000), default=1, metavar="N",
        help="of a transaction that met a deadlock or could not be serialized (1)",
    ),
    click.option("--writes", is_flag=True, help="may change rows; without it every session is read-only"),
    click.option("-n", "--dry-run", is_flag=True, help="show what would be run"),
    click.option("--confirm", metavar="NAME", help="the environment's name, for scripts"),
)  # fmt: skip
_OWN = ("clients", "rate", "duration", "warm_up", "threads", "tries", "writes", "dry_run", "confirm")
_OTHERS = ("against", "seconds", "min_samples", "max_samples")


def load_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """`load`, and what `rules` takes beside `dry_run` and `confirm`."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def refuse_mixed(load: bool) -> None:
    """UsageError for an option of the other way of measuring."""
    context = click.get_current_context()
    given = [each for each in (_OTHERS if load else _OWN) if context.get_parameter_source(each) is _TYPED]
    if given:
        name = f"--{given[0].replace('_', '-')}"
        raise click.UsageError(f"{name} does not go with --load" if load else f"{name} belongs to --load")


def rules(how: dict[str, Any]) -> LoadRules:
    from opskit.gate.load_rules import LoadRules

    if how["duration"] < 1:
        raise click.UsageError("--duration is at least 1s: pgbench counts in seconds")
    return LoadRules(
        how["clients"], how["rate"] or 0.0, how["duration"], how["warm_up"], how["threads"], how["tries"],
        how["writes"],
    )  # fmt: skip


_TYPED = ParameterSource.COMMANDLINE
