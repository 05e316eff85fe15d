"""A query of the workload as a script of pgbench.

Its values are drawn beforehand, the hundred sets that `opskit bench` times it with, and each transaction takes one of
them at random: drawing in the transaction (\\gset) would be measured with it, and an array to choose from would be
parsed with it. The values stand in the text as literals, so that the server makes a plan for them each time, as it does
for `opskit bench`. pgbench knows numbers only and cannot choose a text by one, so the script holds the query once for
each set, and finds it by halves: seven comparisons of pgbench, which sends nothing for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from opskit.catalog.workload import WorkloadQuery

CHOICE = "opskit_choice"
Choice = tuple[str, int]


def choices(query: WorkloadQuery, sets: Mapping[tuple[str, ...], int]) -> list[Choice]:
    """The query with each set of literals in place of its names, and how often that was drawn."""
    return [(query.query % dict(zip(query.params, values, strict=True)), times) for values, times in sets.items()]


def text_of(made: Sequence[Choice]) -> str:
    total = sum(times for _, times in made)
    first = [f"\\set {CHOICE} random(1, {total})"] if len(made) > 1 else []
    return "\n".join([*first, *_by_halves(made, 0), ""])


def _by_halves(made: Sequence[Choice], below: int) -> Iterator[str]:
    """The numbers up to `below` belong to choices before these. The semicolon has a line of its own: the last one of a
    query may be a comment."""
    if len(made) == 1:
        yield f"{made[0][0]}\n;"
        return
    first, second = made[: len(made) // 2], made[len(made) // 2 :]
    last = below + sum(times for _, times in first)
    yield f"\\if :{CHOICE} <= {last}"
    yield from _by_halves(first, below)
    yield "\\else"
    yield from _by_halves(second, last)
    yield "\\endif"
