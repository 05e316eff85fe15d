"""The page of `opskit monitor prove`."""

from __future__ import annotations

from collections import Counter

from opskit.app.alert_breaking import BROKEN, ENDED, PUT_IN
from opskit.app.monitor_prove import Proven
from opskit.core.answer import Answer
from opskit.render.blocks import Block, Bullets, Heading, Line, Table
from opskit.render.words import plural

_HOW = {
    BROKEN: "by what they watch, broken on a throwaway server",
    PUT_IN: "by a value put in: a finding more severe than the break gives, or a look at a gate",
    ENDED: "by looks that end",
}


def blocks(answer: Answer[Proven]) -> list[Block]:
    data = answer.data
    fired = [each for each in data.proofs if each.verdict == "pass"]
    found: list[Block] = [Line(f"{len(fired)} of {plural(len(data.proofs), 'alert')} fired.", data.verdict)]
    counts = Counter(each.how for each in fired)
    found.append(Bullets([f"{count} {_HOW[how]}" for how, count in counts.items()]))
    open_ = [each for each in data.proofs if each.verdict != "pass"]
    for each in open_:
        found.append(Line(f"{each.alert}, which watches {each.watches}: {each.reason}", each.verdict))
    rows = [[each.alert, _value(each.sound), _value(each.broken), each.how, each.verdict] for each in data.proofs]
    columns = ["alert", "sound", "broken", "how", "result"]
    found += [Heading("Each of them"), Table(columns, rows, ["sound", "broken"])]
    return [*found, Line("next: opskit checklist sign alerts   (that it reached somebody only a person can say)")]


def _value(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
