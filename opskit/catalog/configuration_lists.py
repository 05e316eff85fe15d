"""The lists of opskit.toml, written [[allow]], [[ignore]] and [[notify]]. Most files have none, and every command waits
for the configuration: what a list is made of is imported where a file has it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from opskit.errors import Fault
from opskit.value import Value, field

if TYPE_CHECKING:
    from opskit.core.allow import Allow
    from opskit.core.ignore import Ignore
    from opskit.core.notice import Target

LISTS = {"allow", "ignore", "notify"}


class Lists(Value):
    """They grow with each file that is read; a target of the same name in a stronger file takes its place."""

    ignores: list[Ignore] = field(default_factory=list)
    allows: list[Allow] = field(default_factory=list)
    targets: dict[str, Target] = field(default_factory=dict)

    def take(self, path: Path, document: dict[str, Any], faults: list[Fault]) -> None:
        """Out of a document, which has its tables left."""
        ignores, allows, targets = (document.pop(name, []) for name in ("ignore", "allow", "notify"))
        if ignores:
            from opskit.catalog import ignores as ignored

            self.ignores.extend(ignored.read(path, ignores, faults))
        if allows:
            from opskit.catalog import allows as allowed

            self.allows.extend(allowed.read(path, allows, faults))
        if targets:
            from opskit.catalog import notify_targets

            self.targets.update(notify_targets.read(path, targets, faults))
