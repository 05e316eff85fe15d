"""NOT OF: the table is of no type any more."""

from __future__ import annotations

from opskit.migrate import altering

effect = altering.only_itself
