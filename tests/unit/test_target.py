"""Which databases of a fleet are meant, and in which order."""

from __future__ import annotations

import pytest

from opskit.core.environment import Environment
from opskit.core.target import Target, chosen, parse, waves


def target(name: str, wave: int = 1, **labels: str) -> Target:
    return Target(Environment(name, "", ""), labels, wave)


FLEET = [
    target("shop-eu", 2, env="production", tier="gold"), target("shop-us", 2, env="production"),
    target("shop-test", 1, env="staging"), target("mail", 3, env="production", tier="silver"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("selector", "names"),
    [
        ("", ["shop-eu", "shop-us", "shop-test", "mail"]),
        ("env=production", ["shop-eu", "shop-us", "mail"]),
        ("env=production,tier!=gold", ["shop-us", "mail"]),
        ("shop-*", ["shop-eu", "shop-us", "shop-test"]),
        ("shop-*,env=st*", ["shop-test"]),
        ("name!=mail, tier!=", ["shop-eu"]),
        ("env=nothing", []),
    ],
)
def test_a_selector_is_terms_that_must_all_hold(selector: str, names: list[str]) -> None:
    assert [each.name for each in chosen(FLEET, parse(selector))] == names


@pytest.mark.parametrize("selector", [",", "env=a,,b", "=x", "!=x"])
def test_a_term_that_says_nothing_is_refused(selector: str) -> None:
    with pytest.raises(ValueError, match=r"empty|names no label"):
        parse(selector)


def test_waves_come_by_their_number_and_keep_the_order_within() -> None:
    assert [[each.name for each in wave] for wave in waves(FLEET)] == [["shop-test"], ["shop-eu", "shop-us"], ["mail"]]
