"""DISABLE ROW LEVEL SECURITY."""

from __future__ import annotations

from opskit.migrate import altering

effect = altering.only_itself
