"""BEGIN, COMMIT and their like."""

from __future__ import annotations

from opskit.core.effect import NO_EFFECT, Effect
from opskit.migrate.flow import Site
from opskit.migrate.nodes import enum_word

_ENDS = frozenset({"TRANS_STMT_COMMIT", "TRANS_STMT_ROLLBACK", "TRANS_STMT_PREPARE"})


def effect(site: Site) -> Effect:
    return NO_EFFECT


def after(site: Site) -> None:
    if enum_word(site.node, "kind") in _ENDS:
        site.world.new_labels.clear()
