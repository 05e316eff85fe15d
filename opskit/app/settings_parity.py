"""Whether two environments are set alike: the settings that differ and that nobody has allowed to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from opskit.core.allow import SETTING, Allow, Allowed, allowed, why
from opskit.core.secret import redact
from opskit.core.verdict import Verdict
from opskit.value import Value

_SECRET = re.compile(r"pass|secret|token|key|credential", re.IGNORECASE)


class ServerSettings(Value):
    """Of one environment: values by name, in words with their units; those of a role or of the database alone under
    `role NAME: setting`, `database: setting`. `hidden` are those that the login may not see; another that is missing
    is one that the server does not know."""

    environment: str
    values: Mapping[str, str]
    hidden: frozenset[str] = frozenset()


class SettingDifference(Value):
    """None where there is no such setting, or where it is hidden: then `unknown` says so, and nobody can tell whether
    it differs. Values of secrets are left out."""

    name: str
    a: str | None
    b: str | None
    unknown: str = ""
    allowed: Allowed | None = None


class Parity(Value):
    """`verdict` is fail when a setting is `apart`, inconclusive when one is `unknown` or nothing could be compared.
    `used` are the allows that covered something."""

    verdict: Verdict
    apart: Sequence[SettingDifference]
    unknown: Sequence[SettingDifference]
    allowed: Sequence[SettingDifference]
    used: Sequence[Allow]


def parity(one: ServerSettings, other: ServerSettings, allows: Sequence[Allow] = ()) -> Parity:
    """`allows` are those that hold between the two today."""
    by = {name: allowed(allows, SETTING, name) for name in _names(one, other)}
    found = [each for name in by if (each := _difference(name, one, other, why(by[name])))]
    apart = [each for each in found if not each.unknown and not each.allowed]
    unknown = [each for each in found if each.unknown and not each.allowed]
    fine = [each for each in found if each.allowed]
    verdict = Verdict.FAIL if apart else Verdict.INCONCLUSIVE if unknown or not by else Verdict.PASS
    return Parity(verdict, apart, unknown, fine, [each for given in fine for each in by[given.name]])


def _names(one: ServerSettings, other: ServerSettings) -> list[str]:
    return sorted(one.values.keys() | other.values.keys() | one.hidden | other.hidden)


def _difference(
    name: str, one: ServerSettings, other: ServerSettings, allowance: Allowed | None
) -> SettingDifference | None:
    a, b = one.values.get(name), other.values.get(name)
    hiding = " and ".join(side.environment for side in (one, other) if name in side.hidden)
    if a == b and not hiding:
        return None
    unknown = f"hidden from this login in {hiding}" if hiding else ""
    return SettingDifference(name, _shown(name, a), _shown(name, b), unknown, allowance)


def _shown(name: str, value: str | None) -> str | None:
    return value if value is None else "***" if _SECRET.search(name) and value else redact(value)
