"""How CREATE INDEX lays out the leaves of a B-tree: posting lists of equal keys, and how full a leaf gets
(src/backend/access/nbtree/nbtsort.c, _bt_load and _bt_buildadd)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import islice, repeat

from opskit.core.bloat import aligned
from opskit.value import Value

LINE_POINTER = 4
PAGE_OVERHEAD = 24 + 16  # page header, B-tree special space
_ADDRESS = 6  # of a row: ItemPointerData
_PADDING = 3.0  # mean from the even size of a posting list to the next multiple of 8
_SAMPLE = 600  # entries laid out to find how full a leaf gets


class Page(Value):
    """`size`: bytes; `fillfactor`: percent."""

    size: int
    fillfactor: int

    @property
    def room(self) -> int:
        """Bytes for entries beside the line pointer of the high key."""
        return self.size - PAGE_OVERHEAD - LINE_POINTER

    @property
    def spare(self) -> int:
        return self.size * (100 - self.fillfactor) // 100


class Entries(Value):
    """`count` leaf entries of one size. `size`: bytes with the line pointer; `addresses`: those of them that are row
    addresses of a posting list, which a high key does not take along."""

    count: float
    size: float
    addresses: float = 0.0


def plain(count: float, tuple_size: float) -> list[Entries]:
    return [Entries(count, tuple_size + LINE_POINTER)] if count > 0 else []


def posting_lists(page: Page, count: float, groups: float, tuple_size: float) -> list[Entries]:
    """`count` rows in `groups` of equal keys. A list grows to a tenth of a page at most. Where few rows share a key
    their numbers are taken as Poisson's, so that some keys have a single row and no list."""
    limit = math.floor((page.size // 10 // 8 * 8 - 8 - tuple_size) / _ADDRESS)
    each = count / groups if groups else 1.0
    if limit < 2 or each <= 1.0001 or count <= 0:
        return plain(count, tuple_size)
    single = groups * _single_share(each)
    lists = groups - single
    full, rest = divmod((count - single) / lists, limit)
    parts = [
        Entries(single, tuple_size + LINE_POINTER),
        Entries(lists * full, aligned(tuple_size + limit * _ADDRESS) + LINE_POINTER, limit * _ADDRESS),
        Entries(lists if rest else 0.0, tuple_size + rest * _ADDRESS + _PADDING + LINE_POINTER, rest * _ADDRESS),
    ]
    return [part for part in parts if part.count > 0]


def _single_share(mean: float) -> float:
    """The share of ones in a Poisson distribution without zeros of this mean."""
    if mean > 20:
        return 0.0
    rate = mean
    for _ in range(30):
        rate = mean * -math.expm1(-rate)
    return rate * math.exp(-rate) / -math.expm1(-rate)


def leaves(page: Page, parts: list[Entries]) -> int:
    total = sum(each.count * each.size for each in parts)
    if total <= page.room * page.fillfactor / 100:
        return 1 if total else 0
    return math.ceil(total / _held(page, parts))


def _held(page: Page, parts: list[Entries]) -> float:
    """Mean bytes of entries on a leaf, found by laying some out. A leaf is closed by an entry that does not fit, or
    that comes after the fill factor was passed, row addresses of the last entry not counted; the last one then moves
    on to the next leaf and leaves a high key."""
    used, closed, kept, last = 0.0, 0, 0.0, parts[0]
    room, spare = page.room, page.spare
    for entry in islice(_in_turn(parts) if len(parts) > 1 else repeat(last), _SAMPLE):
        free = room - used
        if free < entry.size or (used > last.size and free - LINE_POINTER + last.addresses < spare):
            closed, kept, used = closed + 1, kept + used - last.size, last.size
        used, last = used + entry.size, entry
    return max(kept / closed if closed else page.room, last.size)


def _in_turn(parts: list[Entries]) -> Iterator[Entries]:
    """Endless, each as often as its share."""
    total = sum(each.count for each in parts)
    owed = [0.0 for _ in parts]
    while True:
        owed = [due + each.count / total for due, each in zip(owed, parts, strict=True)]
        turn = owed.index(max(owed))
        owed[turn] -= 1
        yield parts[turn]
