"""Whether two environments are set alike."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from opskit.app.settings_parity import ServerSettings, parity
from opskit.core.allow import Allow
from opskit.core.verdict import Verdict

STAGING = ServerSettings("staging", {"jit": "on", "work_mem": "4096 kB"})


def production(hidden: frozenset[str] = frozenset(), **values: str) -> ServerSettings:
    return ServerSettings("production", {**STAGING.values, **values}, hidden)


def allow(name: str) -> Allow:
    return Allow("setting", name, "*", (), "a larger machine", date(2999, 12, 31), Path("opskit.toml"), 1)


def test_alike_is_a_pass() -> None:
    found = parity(STAGING, production())
    assert (found.verdict, found.apart, found.unknown, found.allowed) == (Verdict.PASS, [], [], [])


def test_what_differs_fails_until_it_is_allowed() -> None:
    other = production(work_mem="64 MB")
    found = parity(STAGING, other)
    assert found.verdict is Verdict.FAIL
    assert [(each.name, each.a, each.b) for each in found.apart] == [("work_mem", "4096 kB", "64 MB")]
    found = parity(STAGING, other, [allow("work_*")])
    assert (found.verdict, found.apart, [each.name for each in found.allowed]) == (Verdict.PASS, [], ["work_mem"])


def test_a_setting_of_a_role_that_only_one_has_differs() -> None:
    found = parity(STAGING, ServerSettings("production", {**STAGING.values, "role app: statement_timeout": "30s"}))
    assert [(each.name, each.a, each.b) for each in found.apart] == [("role app: statement_timeout", None, "30s")]


def test_what_a_login_may_not_see_is_no_pass() -> None:
    found = parity(STAGING, ServerSettings("production", {"jit": "on"}, frozenset({"work_mem"})))
    assert found.verdict is Verdict.INCONCLUSIVE
    assert [each.unknown for each in found.unknown] == ["hidden from this login in production"]


def test_without_a_setting_nothing_is_known() -> None:
    assert parity(ServerSettings("a", {}), ServerSettings("b", {})).verdict is Verdict.INCONCLUSIVE


def test_a_secret_is_compared_and_not_told() -> None:
    one, other = (ServerSettings(name, {"role app: app.jwt_secret": name}) for name in ("one", "two"))
    (found,) = parity(one, other).apart
    assert (found.a, found.b) == ("***", "***")
