"""A query as a script of pgbench."""

from __future__ import annotations

import re

from opskit.catalog.workload import WorkloadQuery
from opskit.gate.load_scripts import choices, text_of

QUERY = WorkloadQuery("q", "Q", "select %(a)s -- the end", params={"a": "1"})


def chosen(text: str, number: int) -> str:
    """What pgbench sends when it drew this number: its conditions, walked as it walks them."""
    alive, sent = [True], []
    for line in text.splitlines():
        if found := re.match(r"\\if :opskit_choice <= (\d+)", line):
            alive.append(number <= int(found[1]))
        elif line == "\\else":
            alive[-1] = not alive[-1]
        elif line == "\\endif":
            alive.pop()
        elif all(alive) and not line.startswith("\\set"):
            sent.append(line)
    return "\n".join(sent)


def test_each_set_of_values_is_sent_as_often_as_it_was_drawn() -> None:
    sets = {(f"'{number}'",): times for number, times in enumerate((50, 1, 9, 30, 10))}
    text = text_of(choices(QUERY, sets))
    assert text.startswith("\\set opskit_choice random(1, 100)\n")
    sent = [chosen(text, number) for number in range(1, 101)]
    assert {each: sent.count(each) for each in sent} == {
        f"select '{number}' -- the end\n;": times for number, times in enumerate((50, 1, 9, 30, 10))
    }


def test_a_query_without_values_needs_no_choice() -> None:
    assert text_of(choices(WorkloadQuery("q", "Q", "select 1"), {(): 1})) == "select 1\n;\n"
