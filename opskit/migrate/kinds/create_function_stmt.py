"""CREATE FUNCTION and PROCEDURE: the body of one in SQL is analysed, which looks up the relations it names."""

from __future__ import annotations

from opskit.core.effect import NO_EFFECT, Effect
from opskit.errors import InvalidFile
from opskit.migrate.data_effect import look_up_all
from opskit.migrate.flow import Site
from opskit.migrate.parser import parse
from opskit.migrate.query_tree import Use, uses
from opskit.migrate.touching import Touched


def effect(site: Site) -> Effect:
    touched = Touched(site.world)
    if site.node.HasField("sql_body"):
        return look_up_all(touched, uses(site.node.sql_body)) or touched.effect()
    options = {each.def_elem.defname: each.def_elem.arg for each in site.node.options}
    if "language" not in options or options["language"].string.sval.lower() != "sql" or "as" not in options:
        return NO_EFFECT
    if (site.session.setting("check_function_bodies") or "on") in ("off", "false"):
        return NO_EFFECT
    return look_up_all(touched, _body(options["as"].list.items[0].string.sval)) or touched.effect()


def _body(text: str) -> list[Use]:
    """What cannot be read is the server's to complain about."""
    try:
        statements = parse(text)
    except InvalidFile:
        return []
    return [use for each in statements if each.node is not None for use in uses(each.node)]
