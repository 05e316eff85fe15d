"""What a migration file has set, and whether it stands inside a transaction: followed from statement to statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from opskit.migrate.nodes import enum_word
from opskit.migrate.parser import Parsed
from opskit.value import Value, field, replace


class Session(Value):
    """`settings` are in effect at this place, by lower-case name, as text; `local` those of them that end with the
    transaction. `opened` is the line of the BEGIN that is still open, 0 outside of one. `before` is what ROLLBACK
    brings back."""

    settings: Mapping[str, str] = field(default_factory=dict)
    local: Mapping[str, str] = field(default_factory=dict)
    opened: int = 0
    before: Mapping[str, str] = field(default_factory=dict)

    @property
    def in_transaction(self) -> bool:
        return self.opened > 0

    def setting(self, name: str) -> str | None:
        return self.local.get(name, self.settings.get(name))

    def after(self, parsed: Parsed) -> Session:
        if parsed.kind == "variable_set_stmt":
            return self._set(parsed.node)
        if parsed.kind == "transaction_stmt":
            return self._transaction(enum_word(parsed.node, "kind"), parsed.line)
        return self

    def _set(self, node: Any) -> Session:
        name, kind = node.name.lower(), enum_word(node, "kind")
        if kind == "VAR_RESET_ALL":
            return replace(self, settings={}, local={})
        value = ", ".join(_text(each) for each in node.args)
        if kind != "VAR_SET_VALUE":
            return replace(self, settings=_without(self.settings, name), local=_without(self.local, name))
        if not node.is_local:
            return replace(self, settings={**self.settings, name: value}, local=_without(self.local, name))
        return replace(self, local={**self.local, name: value}) if self.in_transaction else self

    def _transaction(self, kind: str, line: int) -> Session:
        if kind in ("TRANS_STMT_BEGIN", "TRANS_STMT_START"):
            return self if self.in_transaction else replace(self, opened=line, before=self.settings)
        if kind in ("TRANS_STMT_COMMIT", "TRANS_STMT_PREPARE"):
            return replace(self, opened=0, local={})
        if kind == "TRANS_STMT_ROLLBACK":
            settings = self.before if self.in_transaction else self.settings
            return replace(self, settings=settings, opened=0, local={})
        return self


def _without(settings: Mapping[str, str], name: str) -> Mapping[str, str]:
    return {key: value for key, value in settings.items() if key != name}


def _text(value: Any) -> str:
    constant = value.a_const
    kind = constant.WhichOneof("val")
    return str(getattr(constant, kind).__getattribute__(kind)) if kind else ""
