"""Quoting agrees with the server's own."""

from __future__ import annotations

import pytest
from fixtures.server import Connect

from opskit.core.identifier import ident


def test_every_word_the_server_quotes_is_quoted(database: str, connect: Connect) -> None:
    rows = connect(database).execute("select word, quote_ident(word) from pg_get_keywords()").fetchall()
    assert [word for word, quoted in rows if quoted != word and ident(word) != quoted] == []


@pytest.mark.pg(">= 18")
def test_every_plain_word_of_the_newest_server_stays_plain(database: str, connect: Connect) -> None:
    rows = connect(database).execute("select word from pg_get_keywords() where catcode = 'U'").fetchall()
    assert [word for (word,) in rows if ident(word) != word] == []
