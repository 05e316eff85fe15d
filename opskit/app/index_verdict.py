"""The verdict on one expected index: whether it is there as meant, and whether anything uses it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from opskit.app.index_nodes import Node, told
from opskit.core.claim import Claim, Claims, Served
from opskit.core.step import Row
from opskit.migrate.expected import Expected
from opskit.migrate.index_form import same_index
from opskit.value import Value, field

# A table of so few pages is read whole whatever indexes it has (PostgreSQL prices a page of a scan like one of an
# index descent); no scan of its index then says nothing about the index.
SMALL_TABLE_PAGES = 10
_DAY = timedelta(days=1)
_SKEW = timedelta(seconds=5)


class IndexVerdict(Value):
    """`state`: present, missing, invalid, different, building. `usage`: used, unused, enforcing, inconclusive.
    `evidence` is the sentence behind both. `remedy` are statements that bring it about without stopping writes.
    `served` are the queries of the workload that it can serve; `nodes` what the standbys counted."""

    name: str
    table: str
    definition: str
    state: str
    usage: str
    scans: int | None
    last_scan: datetime | None
    size_bytes: int | None
    enforces: str | None
    redundant_with: str | None
    evidence: str
    revision: str = ""
    remedy: Sequence[str] = ()
    claims: Claims | None = None
    actively_used: Claim | None = None
    nodes: Sequence[NodeUse] = ()
    served: Sequence[Served] = ()


class NodeUse(Value):
    """What one standby counted."""

    node: str
    scans: int | None
    last_scan: datetime | None
    fault: str


class Explaining(Value):
    """An earlier reading of opskit's own in which it explained the workload: when, and what that added to the
    counters, by qualified name of the index."""

    began: datetime
    ended: datetime
    scans: Mapping[str, int]


class Window(Value):
    """What the counters saw. `since` is None when that cannot be told; `standbys` have counters of their own, which
    those in `nodes` could be asked for. `own` are the times in which opskit itself ran the application's queries here,
    `explaining` those in which it explained them, `proven` when an index was seen used before."""

    now: datetime
    since: datetime | None
    needed_days: float
    standbys: int = 0
    own: Sequence[tuple[datetime, datetime]] = ()
    proven: Mapping[str, datetime] = field(default_factory=dict)
    explaining: Sequence[Explaining] = ()
    nodes: Sequence[Node] = ()

    def own_scans(self, index: str, since: datetime | None) -> int:
        return sum(each.scans.get(index, 0) for each in self.explaining if since is None or each.ended >= since)

    def explained_at(self, moment: datetime) -> bool:
        return any(each.began - _SKEW <= moment <= each.ended + _SKEW for each in self.explaining)

    def of(self, built_at: datetime | None) -> datetime | None:
        """An index has no counters from before it was built."""
        return max(self.since, built_at) if self.since and built_at else self.since

    @property
    def days(self) -> float | None:
        return (self.now - self.since) / _DAY if self.since else None


def judge(
    expected: Expected, state: Row | None, usage: Row | None, window: Window, built_at: datetime | None
) -> IndexVerdict:
    """`state` is the row of index_state, `usage` that of index_usage; None when there is no such index."""
    if state is None or usage is None:
        return _missing(expected)
    word, why = _state(expected, state, str(usage["definition"]))
    used, evidence = _usage(usage, window, built_at) if word in ("present", "different") else ("inconclusive", why)
    return IndexVerdict(
        str(usage["qualified_name"]), str(usage["table_name"]), str(usage["definition"]), word, used,
        int(usage["scans"]), usage["last_scan"], int(usage["size_bytes"]), usage["enforces"], None,
        evidence if word == "present" else why, expected.revision, _remedy(expected, word, state, usage),
    )  # fmt: skip


def _missing(expected: Expected) -> IndexVerdict:
    return IndexVerdict(
        expected.name, expected.index.relation, expected.index.source.text, "missing", "inconclusive",
        None, None, None, None, None, f"is not there; {expected.revision} makes it",
        expected.revision, expected.remedy,
    )  # fmt: skip


def _state(expected: Expected, state: Row, definition: str) -> tuple[str, str]:
    if state["building_pid"]:
        return "building", f"is being built by pid {state['building_pid']}"
    if not (state["is_valid"] and state["is_ready"] and state["is_live"]):
        return "invalid", "a build of it failed: every write keeps it up to date and no query may use it"
    wanted = expected.index.safe_sql
    if not (same_index(str(state["definition"]), wanted) or same_index(definition, wanted)):
        return "different", f"its definition is not the migration's: {expected.index.source.text}"
    if expected.attach_sql and state["constraint_name"] != expected.name:
        return "different", "its index is there, the constraint over it is not"
    return "present", ""


def _remedy(expected: Expected, word: str, state: Row, usage: Row) -> tuple[str, ...]:
    if word == "invalid" and not state["is_partitioned"]:
        return (f"DROP INDEX CONCURRENTLY {usage['qualified_name']}", *expected.remedy)
    if word == "different" and expected.attach_sql and not state["constraint_name"]:
        return (expected.attach_sql,)
    return ()


def _usage(row: Row, window: Window, built_at: datetime | None) -> tuple[str, str]:
    since, name = window.of(built_at), str(row["qualified_name"])
    own = window.own_scans(name, since)
    others = int(row["scans"]) - own
    elsewhere = told(window.nodes, name)
    word, evidence = _scanned(row, others, window, since) if others > 0 else ("", "")
    if elsewhere:
        return "used", "; ".join([*([evidence] if evidence else ["no scan here"]), *elsewhere])
    if word:
        return word, evidence
    if row["enforces"]:
        return "enforcing", f"{row['enforces']}: what it enforces needs no scan"
    if others < 0:
        return "inconclusive", f"it counts less than opskit's own {own:,} scans: its counters were emptied meanwhile"
    none = "no scan but opskit's own" if own else "no scan"
    doubt = _doubt(row, window, since)
    if doubt or since is None:
        return "inconclusive", none + doubt
    kept = f"; it serves {row['serves_foreign_keys']}" if row["serves_foreign_keys"] else ""
    return "unused", f"{none} in {_span((window.now - since) / _DAY)}{kept}"


def _doubt(row: Row, window: Window, since: datetime | None) -> str:
    """Why no scan proves nothing; empty when it does."""
    if since is None:
        return ", but since when the counters count cannot be told"
    days = max((window.now - since) / _DAY, 0.0)
    if days < window.needed_days:
        return f" in {_span(days)}; {window.needed_days - days:.1f} more days are needed"
    if row["table_pages"] < SMALL_TABLE_PAGES:
        return f", but its table has {row['table_pages']} pages and is cheaper to read whole"
    return _doubt_elsewhere(window)


def _doubt_elsewhere(window: Window) -> str:
    for node in window.nodes:
        if node.fault or node.since is None:
            return f" here; {node.name} {node.fault or 'does not tell since when it counts'}"
        days = max((window.now - node.since) / _DAY, 0.0)
        if days < window.needed_days:
            return f" here, nor on {node.name} in {_span(days)}; {window.needed_days - days:.1f} more days are needed"
    asked = sum(not node.fault for node in window.nodes)
    if window.standbys > asked:
        return f" here; {window.standbys - asked} standby server(s) count theirs for themselves"
    return ""


def _span(days: float) -> str:
    return f"{days:.1f} days" if days >= 1 else "less than a day"


def _scanned(row: Row, others: int, window: Window, since: datetime | None) -> tuple[str, str]:
    """Scans prove use unless they may be opskit's own: the server counts them, it does not say whose they were. Those
    of its EXPLAINs are known and taken off; when the last of the `others` was is then not known."""
    count, last = f"{others:,} scans", row["last_scan"]
    if last and window.explained_at(last):
        last = None
    before = window.proven.get(str(row["qualified_name"]))
    own = [
        (began, ended)
        for began, ended in window.own
        if (since is None or ended >= since) and (last is None or began - _SKEW <= last <= ended + _SKEW)
    ]
    if own and not (before and (since is None or before > since)):
        when = f"{own[-1][0]:%Y-%m-%d %H:%M} UTC"
        return "inconclusive", f"{count}, but they may be those of opskit's own benchmark of {when}"
    told = f", the last {last:%Y-%m-%d %H:%M} UTC" if last else ""
    return "used", f"{count}{told}"
