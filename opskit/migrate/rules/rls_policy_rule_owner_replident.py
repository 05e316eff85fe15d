"""Row level security, policies, rules, owner and replica identity of a table in use."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.nodes import enum_word

TITLE = "Small change that queues before everybody"
SEVERITY = Severity.WARNING
WHY = (
    "it looks harmless but takes an ACCESS EXCLUSIVE lock: while it waits for one long query all others wait behind it"
)
SAFE = "run it with a short lock_timeout, as opskit does"
VERSIONS = ">= 14"
STYLE = False
ON = frozenset(
    {
        "at_enable_row_security",
        "at_disable_row_security",
        "at_force_row_security",
        "at_no_force_row_security",
        "at_enable_rule",
        "at_enable_always_rule",
        "at_enable_replica_rule",
        "at_disable_rule",
        "at_change_owner",
        "at_replica_identity",
        "create_policy_stmt",
        "alter_policy_stmt",
        "rule_stmt",
        "drop_stmt",
    }
)

_WHAT = {
    "row_security": "row level security",
    "policy": "a policy",
    "rule": "a rule",
    "owner": "a new owner",
    "identity": "a new replica identity",
}


def find(site: Site) -> Hit | None:
    if site.kind == "drop_stmt" and enum_word(site.node, "remove_type") not in ("OBJECT_POLICY", "OBJECT_RULE"):
        return None
    relation = next((each.name for each in site.effect.locks if each.lock is Lock.ACCESS_EXCLUSIVE), "")
    if not relation:
        return None
    text = f"{_what(site)} asks for a lock that stops reads and writes of {relation}"
    return Hit(text, relation, Lock.ACCESS_EXCLUSIVE)


def _what(site: Site) -> str:
    kind = enum_word(site.node, "remove_type").lower() if site.kind == "drop_stmt" else site.kind
    return next(words for part, words in _WHAT.items() if part in kind)
