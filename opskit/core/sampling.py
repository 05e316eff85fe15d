"""How many samples a rule needs before it can be answered at all."""

from __future__ import annotations

import math
import re
from datetime import timedelta
from decimal import Decimal

from opskit.core.rule import Condition, Rule

# Samples for a latency rule that names none: at 1000 on each side a slowdown of 10 % is found in 88 % of comparisons
# (simulation: log-normal latencies, sigma 0.6, one-sided Mann-Whitney, alpha 0.01).
USUAL = 1000
_QUANTILE = re.compile(r"p([0-9]{2})_ms")
# One-sided 97.5 %: the chance that all samples lie below the quantile must not be larger than this.
_MISSED = 0.025


def least(rule: Rule) -> int:
    """The smallest number of samples that can answer every condition; 0 where none is about samples."""
    return max((_least(condition) for condition in rule.conditions), default=0)


def quantiles(rule: Rule) -> bool:
    return any(_QUANTILE.fullmatch(condition.name) for condition in rule.conditions)


def share_of(name: str) -> float | None:
    """0.99 of `p99_ms`; None of what is no quantile."""
    found = _QUANTILE.fullmatch(name)
    return int(found[1]) / 100 if found and int(found[1]) else None


def takes(samples: int, a_second: float) -> timedelta:
    """How long so many samples take to come."""
    return timedelta(seconds=samples / a_second)


def _least(condition: Condition) -> int:
    """Quantile: a distribution-free upper bound exists from n = ln(0.025) / ln(q) on, 368 for p99.
    Rate: without a single event in n tries the 95 % upper bound is 3 / n (rule of three)."""
    quantile = _QUANTILE.fullmatch(condition.name)
    if quantile:
        share = int(quantile[1]) / 100
        return math.ceil(math.log(_MISSED) / math.log(share)) if share else 1
    limit = condition.number
    if condition.name.endswith("rate") and condition.op in ("<", "<=") and limit is not None:
        if limit <= 0:
            raise ValueError(f"rule {str(condition)!r}: no number of samples shows that a rate is zero")
        return math.ceil(Decimal(3) / limit)
    return 0
