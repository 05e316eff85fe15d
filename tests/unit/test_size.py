"""Amounts of bytes as people write them."""

from __future__ import annotations

import pytest

from opskit.core.size import parse, words


@pytest.mark.parametrize(
    ("text", "size"),
    [("0", 0), ("1000", 1000), ("2GB", 2 * 1024**3), ("2 GiB", 2 * 1024**3), ("1.5k", 1536), ("500mb", 500 * 1024**2)],
)
def test_an_amount_is_read_in_steps_of_1024(text: str, size: int) -> None:
    assert parse(text) == size


@pytest.mark.parametrize("text", ["", "much", "-1MB", "1PB", "1e9", "1 2", "GB"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="write 500MB or 2GB"):
        parse(text)


def test_an_amount_that_is_shown_can_be_read_again() -> None:
    assert parse(words(1536 * 1024)) == 1536 * 1024
