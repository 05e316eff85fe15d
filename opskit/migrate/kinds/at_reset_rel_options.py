"""RESET of storage options."""

from __future__ import annotations

from opskit.migrate.kinds import at_set_rel_options

level = at_set_rel_options.level
effect = at_set_rel_options.effect
