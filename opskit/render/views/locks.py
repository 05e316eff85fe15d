"""The page of `opskit locks`: a tree of who waits for whom, the heads of the queues first."""

from __future__ import annotations

from collections.abc import Iterator

from opskit.app.locks import Blocked, Locks, RootBlocker
from opskit.core.answer import Answer
from opskit.render.blocks import Block, Code, Line
from opskit.render.hostile import one_line
from opskit.render.words import duration, plural

WIDTH = 72


def blocks(answer: Answer[Locks]) -> list[Block]:
    found = answer.data
    if not found.blocked:
        return [Line(f"Nobody waits for a lock on {answer.environment}.", "ok")]
    known = [each.seconds for each in found.blocked if each.seconds is not None]
    longest = f", the longest for {duration(max(known))}" if known else ""
    page: list[Block] = [
        Line(f"{plural(len(found.blocked), 'session')} on {answer.environment} wait for a lock{longest}.", "blocked")
    ]
    trees = _Trees(found)
    for root in found.root_blockers:
        page += [Line(""), Code("\n".join([*_root(root), *trees.under(root.pid, 1)]))]
    in_a_ring = list(trees.rest())
    page += [Line(""), Code("\n".join(in_a_ring))] if in_a_ring else []
    return page + _hidden(found) + _ends(found)


class _Trees:
    """Each waiting session is drawn once, under the first it waits for."""

    def __init__(self, found: Locks) -> None:
        self._waiting = {each.pid: each for each in found.blocked}

    def under(self, pid: int, depth: int) -> Iterator[str]:
        """Who waits for this one, the longest wait first, each followed by those behind it."""
        below = [each for each in self._waiting.values() if pid in each.waits_for]
        for each in sorted(below, key=lambda each: -(each.seconds or 0.0)):
            if self._waiting.pop(each.pid, None):
                yield from _blocked(each, depth)
                yield from self.under(each.pid, depth + 1)

    def rest(self) -> Iterator[str]:
        """Those that no root leads to: they wait for each other, or the queue moved while it was read."""
        while self._waiting:
            first = next(iter(self._waiting.values()))
            del self._waiting[first.pid]
            yield from _blocked(first, 0)
            yield from self.under(first.pid, 1)


def _root(root: RootBlocker) -> list[str]:
    name = "prepared transaction" if root.state == "prepared" else f"pid {root.pid}"
    state = root.state or "state not visible"
    age = f", transaction open for {duration(root.seconds)}" if root.seconds is not None else ""
    who = _who(root.user, root.application, root.client)
    return _cut([f"{name}  {who}", f"  {state}{age}, blocks {root.blocked_total}", f"  {root.query}"])


def _blocked(each: Blocked, depth: int) -> list[str]:
    where = f" on {each.relation}" if each.relation else ""
    lead = "    " * depth
    lines = [
        f"{lead}pid {each.pid}  {_who(each.user, each.application, '')}",
        f"{lead}  waits {duration(each.seconds)} for {each.lock}{where}",
        f"{lead}  {each.query}",
    ]
    return _cut(lines)


def _cut(lines: list[str]) -> list[str]:
    """One screen line each; the indent survives."""
    return [_short(line) for line in lines if line.strip()]


def _short(line: str) -> str:
    indent = line[: len(line) - len(line.lstrip())]
    text = indent + one_line(line)
    return text if len(text) <= WIDTH else f"{text[: WIDTH - 3]}..."


def _who(user: str, application: str, client: str) -> str:
    at = f"@{client}" if client else ""
    return f"{user}{at} ({application})" if application else f"{user}{at}"


def _hidden(found: Locks) -> list[Block]:
    if not found.hidden:
        return []
    return [Line(""), Line(f"what {plural(found.hidden, 'session')} run is hidden from {found.login}: opskit doctor")]


def _ends(found: Locks) -> list[Block]:
    if not found.root_blockers:
        return []
    statements = dict.fromkeys(root.ends_it for root in found.root_blockers)
    return [
        Line(""),
        Line("What would end it (opskit does not run it):"),
        Code("\n".join(f"{statement};" for statement in statements)),
    ]
