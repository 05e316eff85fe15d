"""How much successive samples resemble each other: a minute of disturbance is in many of them, and they are worth fewer
than their number."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import fmean, variance

from opskit.gate.ratio import BLOCK, few_blocks

# Fewer blocks give no variance to rely on.
_LEAST_BLOCKS = 10


def widening(below: Sequence[bool], share: float) -> float:
    """By how much an interval for a quantile is wider than that of independent samples; at least 1. From the means of
    blocks that follow each other (batch means): of 30 samples, in long series of the root of their number, so that what
    is alike lies in one block. What chance alone would make of independent samples widens nothing."""
    size = max(BLOCK, math.isqrt(len(below)))
    blocks = [below[start : start + size] for start in range(0, len(below) - size + 1, size)]
    if len(blocks) < _LEAST_BLOCKS:
        return 1.0
    effect = variance([fmean(block) for block in blocks]) * size / (share * (1 - share))
    chance = 1 + math.sqrt(2 / (len(blocks) - 1))
    return math.sqrt(effect) * few_blocks(len(blocks)) if effect > chance else 1.0
