"""ALTER COLUMN … SET COMPRESSION: for rows that are written from now on."""

from __future__ import annotations

from opskit.migrate import altering

effect = altering.only_itself
