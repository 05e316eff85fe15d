"""How much of two environments `opskit compare` compares."""

from __future__ import annotations

from opskit.core.allow import Allow
from opskit.core.identifier import ident
from opskit.core.schema_object import Key, Objects
from opskit.value import Value

# What is compared with owners and privileges only.
PRIVATE_PARTS = {"owner", "privileges"}
PRIVATE_KINDS = {"default privileges", "user mapping"}


class Scope(Value):
    """What is compared: all kinds and schemas where none are named; owners and grants only when asked for."""

    kinds: tuple[str, ...] = ()
    schemas: tuple[str, ...] = ()
    privileges: bool = False

    @property
    def words(self) -> str:
        named = [f"only {', '.join(self.kinds)}"] if self.kinds else []
        return " ".join([*named, *([f"only in schema {', '.join(self.schemas)}"] if self.schemas else [])])

    def of(self, objects: Objects) -> Objects:
        return {key: parts for key, parts in objects.items() if self._has(key)}

    def sees(self, allow: Allow) -> bool:
        """Whether what it covers is compared at all."""
        private = allow.part in PRIVATE_PARTS or allow.kind in PRIVATE_KINDS
        return not self.words and (self.privileges or not private)

    def _has(self, key: Key) -> bool:
        kind, name = key
        homes = [ident(schema) for schema in self.schemas]
        inside = not homes or any(name.startswith(f"{home}.") or key == ("schema", home) for home in homes)
        return inside and (not self.kinds or kind in self.kinds)


WHOLE = Scope()
