"""What is in flight, in words: for a line of its own, and for the lines below a bar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opskit.core.activity import Activity, Build, Holder
from opskit.render.words import duration, plural

# Characters of a statement that say which one it is.
SHOWN = 60


def sentence(activity: Activity) -> str:
    """Everything in one line."""
    if isinstance(activity, Build):
        return f"{activity.index}: {', '.join([*_progress(activity), *_holders(activity.waits_for)])}"
    waits = "".join(_holders(activity.waits_for))
    return f"{title(activity)} {waits}" if waits else f"{title(activity)}: runs for {span(activity.elapsed_s)}"


def title(activity: Activity) -> str:
    return activity.index if isinstance(activity, Build) else _first_words(activity.sql)


def details(activity: Activity) -> Sequence[str]:
    """What does not stand beside the bar already, a line each."""
    waits = _holders(activity.waits_for)
    if not isinstance(activity, Build):
        return waits
    return [", ".join([_phase(activity), *_counts(activity)]), *waits]


def share(activity: Activity) -> str:
    """Of the phase, rounded down."""
    if activity.waits_for:
        return "waits"
    fraction = activity.fraction if isinstance(activity, Build) else None
    return "" if fraction is None else f"{int(100 * fraction)} %"


def span(seconds: float) -> str:
    """Whole seconds: 12 s, 1m 40s."""
    return f"{int(seconds)} s" if seconds < 60 else duration(seconds)


def _progress(build: Build) -> Iterator[str]:
    yield _phase(build)
    if build.fraction is not None:
        yield share(build)
    yield from _counts(build)
    yield span(build.elapsed_s)


def _counts(build: Build) -> list[str]:
    """The server may count more done than there are."""
    if not build.unit or build.total <= 0:
        return []
    done = min(build.done, build.total)
    noun = plural(build.total, build.unit.removesuffix("s"))
    return [f"{done:,} of {noun}{' gone' if build.unit == 'transactions' else ''}"]


def _phase(build: Build) -> str:
    """What ends is this phase, not the build."""
    return build.phase if build.eta_s is None else f"{build.phase} (ends in about {span(build.eta_s)})"


def _holders(holders: Sequence[Holder]) -> list[str]:
    if not holders:
        return []
    more = f" (and {len(holders) - 1} more)" if len(holders) > 1 else ""
    return [f"waits for {_holder(holders[0])}{more}"]


def _holder(holder: Holder) -> str:
    if not holder.pid:
        return "a prepared transaction (pg_prepared_xacts)"
    state = holder.state or "not visible"
    since = "" if holder.age_s is None else f" for {span(holder.age_s)}"
    who = f"{holder.user or 'user not visible'}, {holder.application or 'no application name'}, {state}{since}"
    return f"pid {holder.pid} ({who}): {_first_words(holder.query)}"


def _first_words(sql: str) -> str:
    line = " ".join(sql.split())
    return line if len(line) <= SHOWN else f"{line[:SHOWN]}…"
