"""All the numbers the score is made with. Change one and VERSION with it: two scores compare only under the same
version, and every answer carries it.

The weights of the dimensions are a judgement: what loses data (integrity) and what users feel (queries) come first.
Those of the severities are OpenSSF Scorecard's critical and medium; info weighs just enough to show. The caps are
those of dasha and of the Supabase health score (30 for a disaster), and SSL Labs' idea that a grade is capped by its
worst part."""

from __future__ import annotations

from collections.abc import Mapping

from opskit.core.verdict import Severity

VERSION = 1

DIMENSIONS: Mapping[str, int] = {
    "integrity": 20, "queries": 20, "indexes": 15, "configuration": 15, "scalability": 15, "schema": 10,
    "monitoring": 5,
}  # fmt: skip
SEVERITIES: Mapping[Severity, int] = {Severity.CRITICAL: 10, Severity.WARNING: 5, Severity.INFO: 1}
# What is left of a check's weight when its worst finding is of this severity; 1 without any.
CREDIT: Mapping[Severity, float] = {Severity.CRITICAL: 0.0, Severity.WARNING: 0.5, Severity.INFO: 0.75}
# Of the whole, with a critical finding of a critical check.
CRITICAL_CAP = 30.0
# Of the whole, with a dimension below WEAK.
WEAK, WEAK_CAP = 50.0, 69.0
# A dimension whose upper bound is below it fails.
READY = 70.0
# How far each weight of a dimension is moved, up and down, to see what of the score hangs on the judgement.
SHAKEN = 0.25
