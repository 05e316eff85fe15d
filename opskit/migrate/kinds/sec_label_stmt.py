"""SECURITY LABEL."""

from __future__ import annotations

from opskit.core.effect import Effect
from opskit.migrate.flow import Site
from opskit.migrate.kinds.comment_stmt import on_object
from opskit.migrate.nodes import enum_word


def effect(site: Site) -> Effect:
    return on_object(site, enum_word(site.node, "objtype"), site.node.object)
