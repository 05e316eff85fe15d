"""How much successive samples resemble each other: a minute of disturbance is in many of them, and they are worth fewer
than their number."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean, variance

from opskit.gate.ratio import BLOCK

# Fewer blocks give no variance to rely on.
_LEAST_BLOCKS = 10


def design_effect(below: Sequence[bool], share: float) -> float:
    """By how much the variance of the share that lies below a quantile is larger than that of independent samples: from
    the means of blocks of 30 that follow each other (batch means); at least 1."""
    blocks = [below[start : start + BLOCK] for start in range(0, len(below) - BLOCK + 1, BLOCK)]
    if len(blocks) < _LEAST_BLOCKS:
        return 1.0
    independent = share * (1 - share) / BLOCK
    return max(variance([fmean(block) for block in blocks]) / independent, 1.0)
