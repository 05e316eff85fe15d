"""The [[allow]] of opskit.toml as they hold between two environments on a day."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fnmatch import fnmatchcase

from opskit.catalog.configuration import Settings
from opskit.core.allow import SETTING, Allow, Allowed, allowed, idle, why
from opskit.core.schema_difference import ObjectDifference
from opskit.core.schema_object import KINDS
from opskit.errors import Fault, InvalidFile
from opskit.value import Value, replace


class Allowing(Value):
    """`mine` are all that concern the two, `valid` those that have not ended."""

    mine: tuple[Allow, ...]
    valid: tuple[Allow, ...]
    today: date

    def judged(self, found: Sequence[ObjectDifference]) -> list[ObjectDifference]:
        """What is in a relation or schema that only one side has is allowed with it."""
        judged = [replace(each, allowed=why(self._covering(each))) for each in found]
        whole = {(each.change, each.name): each.allowed for each in judged if each.allowed and not each.parts}
        return [each if each.allowed else replace(each, allowed=_with_its_home(each, whole)) for each in judged]

    def notes(
        self, found: Sequence[ObjectDifference], settings: Sequence[Allow], seen: Callable[[Allow], bool]
    ) -> tuple[str, ...]:
        """A sentence for each that ended or covers nothing; `settings` are those that cover settings. One for what was
        not compared, which `seen` tells, may cover something."""
        used = {each for difference in found for each in self._covering(difference)} | set(settings)
        told = [each for each in self.mine if each.expired(self.today) or seen(each)]
        return idle(told, used, self.today)

    def _covering(self, found: ObjectDifference) -> tuple[Allow, ...]:
        return allowed(self.valid, found.kind, found.name, [each.part for each in found.parts] or [""])


def _with_its_home(each: ObjectDifference, whole: Mapping[tuple[str, str], Allowed]) -> Allowed | None:
    places = (place for place, sign in enumerate(each.name) if sign == ".")
    homes = (whole.get((each.change, each.name[:place])) for place in places)
    return None if each.parts else next((home for home in homes if home), None)


def allowing(allows: Sequence[Allow], one: str, other: str, today: date) -> Allowing:
    mine = tuple(each for each in allows if each.concerns(one, other))
    return Allowing(mine, tuple(each for each in mine if not each.expired(today)), today)


def refuse_unknown(settings: Settings) -> None:
    """One that names no kind or no environment would allow nothing, and nobody would notice."""
    faults = [
        *(
            Fault(each.path, each.line, f"allow: there is no kind {each.kind!r}")
            for each in settings.allows
            if not any(fnmatchcase(kind, each.kind) for kind in (*KINDS, SETTING))
        ),
        *(
            Fault(each.path, each.line, f"allow: there is no environment {name!r}")
            for each in settings.allows
            for name in each.between
            if name not in settings.environments
        ),
    ]
    if faults:
        raise InvalidFile(faults, f"mend {faults[0].path}")
