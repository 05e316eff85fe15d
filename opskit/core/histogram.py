"""Latencies by the million in buckets that are each 1 % wider than the one before: what is read out of a bucket is
within half a per cent of what was measured, from a microsecond to hours, in some hundred numbers.

Own code, for it is thirty lines: the packages that do this bring a codec in C or formats that nothing here reads."""

from __future__ import annotations

import base64
import json
import math
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate

from opskit.value import Value, field

GROWTH = 1.01
# How far a value may be from the one that was measured.
PRECISION = (GROWTH - 1) / 2
SCALE = 1 / math.log(GROWTH)


def bucket(us: int) -> int:
    """Of so many microseconds; less than one counts as one."""
    return int(math.log(us) * SCALE) if us > 1 else 0


def middle_ms(place: int) -> float:
    """What stands for all of a bucket: the geometric middle."""
    return float(GROWTH ** (place + 0.5)) / 1000


class Histogram(Value):
    """How many latencies fell into each bucket."""

    counts: Mapping[int, int] = field(default_factory=dict)

    @property
    def samples(self) -> int:
        return sum(self.counts.values())

    def at_ranks(self, ranks: Iterable[int]) -> list[float]:
        """Milliseconds of the latencies of these ranks, which count from 1 at the shortest and ascend."""
        places = sorted(self.counts)
        upto = zip(accumulate(self.counts[place] for place in places), places, strict=True)
        reached, place = 0, 0
        found = []
        for rank in ranks:
            while reached < rank:
                reached, place = next(upto)
            found.append(middle_ms(place))
        return found


def merged(parts: Iterable[Histogram]) -> Histogram:
    total: Counter[int] = Counter()
    for part in parts:
        total.update(part.counts)
    return Histogram(total)


def packed(parts: Sequence[Histogram]) -> str:
    """As text for a ledger: for each the distances between its buckets and their counts, deflated."""
    rows = [_flat(part.counts) for part in parts]
    return base64.b64encode(zlib.compress(json.dumps(rows, separators=(",", ":")).encode(), 9)).decode()


def unpacked(text: str) -> list[Histogram]:
    rows = json.loads(zlib.decompress(base64.b64decode(text)))
    return [Histogram(dict(zip(accumulate(row[::2]), row[1::2], strict=True))) for row in rows]


def _flat(counts: Mapping[int, int]) -> list[int]:
    flat, before = [], 0
    for place in sorted(counts):
        flat += [place - before, counts[place]]
        before = place
    return flat
