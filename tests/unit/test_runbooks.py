"""A runbook file: what is refused, with the line where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from opskit.app import item_kinds
from opskit.catalog import runbooks
from opskit.core.runbook import Deed, Kind, Runbook
from opskit.errors import InvalidFile, UsageFault

SOUND = """\
schema  = 1
items   = 3
metrics = 1
id      = "window"
title   = "A window"
version = "1"

[[phase]]
id    = "prepare"
title = "Before"

[[item]]
id       = "talk"
title    = "Talk"
priority = "critical"
phase    = "prepare"
kind     = "manual"
evidence = [{ name = "minutes", type = "url" }]
signoff  = { count = 2, ask = "Who?" }

[[item]]
id       = "do-it"
title    = "Do it"
priority = "high"
phase    = "prepare"
kind     = "action"
needs    = ["talk"]
max_age  = "24h"
do       = { type = "migrate" }
undo     = { type = "rollback" }
[item.check]
type     = "migrate"

[[item]]
id       = "see-it"
title    = "See it"
priority = "nice"
phase    = "prepare"
kind     = "check"
needs    = ["do-it"]
check    = { type = "files", glob = "*.md" }

[gate.canary]
kind = "before-after"
soak = "24h"
[[gate.canary.metric]]
id     = "latency"
title  = "Latency"
source = "probe"
rule   = "p99_ms < 50"
"""


def read(folder: Path, text: str) -> Runbook:
    path = folder / "window.toml"
    path.write_text(text, encoding="utf-8")
    return runbooks.load(path, item_kinds.shapes())


def refused(folder: Path, text: str) -> list[str]:
    """The faults as `line: text`."""
    with pytest.raises(InvalidFile) as caught:
        read(folder, text)
    return [f"{fault.line}: {fault.text}" for fault in caught.value.faults]


def test_a_sound_file_becomes_nouns(tmp_path: Path) -> None:
    window = read(tmp_path, SOUND)
    talk, do_it, see_it = window.items
    assert (talk.kind, talk.signoff and talk.signoff.count) == (Kind.MANUAL, 2)
    assert isinstance(do_it.do, Deed)
    assert isinstance(do_it.undo, Deed)
    assert (do_it.do.words, do_it.undo.words, do_it.needs) == ("opskit apply", "opskit rollback", ("talk",))
    assert do_it.max_age is not None
    assert do_it.max_age.total_seconds() == 86400
    assert see_it.check is not None
    assert see_it.check.type == "files"
    assert window.metrics[0].min_samples == 1000


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("items   = 3", "items   = 4", "2: items = 4, but the file holds 3"),
        ("metrics = 1", "metrics = 8", "3: metrics = 8, but the file holds 1"),
        ("schema  = 1", "schema  = 2", "1: Invalid enum value 2"),
        ('id      = "window"', 'id      = "other"', "4: id 'other' is not the name of the file, 'window'"),
        ('version = "1"', 'version = "1"\nowner = "me"', "7: Object contains unknown field `owner`"),
        ('title   = "A window"', "title   = 7", "5: Expected `str`, got `int` - at `$.title`"),
        ('id    = "prepare"', 'id    = "before"', "12: item talk: there is no phase 'prepare'"),
        ('title = "Before"', 'titel = "Before"', "10: phase prepare: Object contains unknown field `titel`"),
        ('priority = "critical"', 'priority = "urgent"', "15: item talk: Invalid enum value 'urgent'"),
        ('title    = "Do it"', 'title    = "Do it"\nbudgets = "5m"', "24: item do-it: Object contains unknown field"),
        ('title    = "See it"', 'title    = "See it"\nbudget = "5m"', "34: item see-it: budget belongs to kind action"),
        ('max_age  = "24h"', 'budget = "an hour"', "'an hour' is no length of time"),
        ('max_age  = "24h"', 'approvals = { count = 0 }', "28: item do-it: Expected `int` >= 1"),
        ('max_age  = "24h"', 'approvals = { ttl = "2d" }', "28: item do-it: `ttl` = '2d': an approval is"),
        ('max_age  = "24h"', 'guard = [{ type = "chek" }]', "28: item do-it: `guard` has the type 'chek'"),
        ('max_age  = "24h"', 'verify = { type = "files", glob = "x", within = 3 }', "28: item do-it: `within` is"),
        ('id       = "see-it"', 'id       = "prepare"', "item prepare: the id is that of the phase"),
        ('id       = "do-it"', 'id       = "talk"', "21: item talk: the id is taken already, on line 12"),
        ('id       = "do-it"', 'id       = "Do It"', "22: item Do It: Expected `str` matching regex"),
        ('needs    = ["talk"]', 'needs    = ["tlak"]', "21: item do-it: needs 'tlak', which is no item; did you"),
        ('needs    = ["talk"]', 'needs    = ["see-it"]', "21: item do-it: needs itself: do-it -> see-it -> do-it"),
        ('needs    = ["talk"]', 'needs    = ["do-it"]', "21: item do-it: needs itself: do-it -> do-it"),
        ('max_age  = "24h"', 'max_age  = "a day"', "'a day' is no length of time"),
        ('do       = { type = "migrate" }', "", "21: item do-it: kind action needs do"),
        ('undo     = { type = "rollback" }', "", "21: item do-it: kind action needs undo"),
        ('do       = { type = "migrate" }', 'do = { type = "applied" }', "29: item do-it: `do` has the type 'applied'"),
        ('do       = { type = "migrate" }', 'do = { type = "migrate", too = 1 }', "29: item do-it: `do` knows no key"),
        ('do       = { type = "migrate" }', 'do = { type = "sql" }', "21: item do-it: give `statement` or `file`"),
        ('type     = "migrate"', 'type     = "migrated"', "31: item do-it: `check` has the type 'migrated'"),
        ('type     = "migrate"', 'revision = "x"', "31: item do-it: `check` has no type"),
        ('glob = "*.md"', 'glob = "/etc/*"', "41: item see-it: `glob` is a pattern below the folder"),
        ('glob = "*.md"', "glob = 7", "41: item see-it: Expected `str`, got `int` - at `$.glob`"),
        ('glob = "*.md"', 'glob = "*.md", globs = 1', "41: item see-it: `check` knows no key `globs`"),
        ('kind     = "check"', 'kind     = "manual"', "34: item see-it: kind manual has no check"),
        ('signoff  = { count = 2, ask = "Who?" }', "", "12: item talk: a manual item above priority nice"),
        ("count = 2", "count = 0", "19: item talk: Expected `int` >= 1 - at `$.signoff.count`"),
        ('type = "url"', 'type = "mail"', "18: item talk: Invalid enum value 'mail' - at `$.evidence[0].type`"),
        ('soak = "24h"', 'soak = "24h"\non_inconclusive = "pass"', "46: gate.canary: Invalid enum value 'pass'"),
        ('soak = "24h"', 'soak = "24h"\nweight = 2', "46: gate.canary: Object contains unknown field `weight`"),
        ('rule   = "p99_ms < 50"', 'rule   = "p99_ms ~ 50"', "46: gate.canary metric latency: rule 'p99_ms ~ 50'"),
        ('rule   = "p99_ms < 50"', 'min_samples = 367\nrule = "p99_ms < 50"', "50: gate.canary metric latency: `min_s"),
        ('rule   = "p99_ms < 50"', 'min_samples = 367\nrule = "p99_ms < 50"', "must be at least 368"),
        ('rule   = "p99_ms < 50"', 'rule = "value == 0"', "50: gate.canary metric latency: `rule` asks for 'value'"),
        ('source = "probe"', 'source = "pg_stat_statements"', "49: gate.canary metric latency: `source`"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line(tmp_path: Path, old: str, new: str, fault: str) -> None:
    assert SOUND.count(old) == 1
    faults = refused(tmp_path, SOUND.replace(old, new))
    assert any(fault in each for each in faults), faults


def test_every_fault_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    text = SOUND.replace("items   = 3", "items   = 9").replace('"critical"', '"urgent"').replace("p99_ms <", "p99_ms ~")
    lines = [each.partition(":")[0] for each in refused(tmp_path, text)]
    assert lines == ["2", "15", "46"]


def test_an_item_that_cannot_be_read_is_still_known_to_those_that_need_it(tmp_path: Path) -> None:
    faults = refused(tmp_path, SOUND.replace('priority = "critical"', 'priority = "urgent"'))
    assert len(faults) == 1, faults


def test_two_metrics_of_one_name_are_refused(tmp_path: Path) -> None:
    again = SOUND.replace("metrics = 1", "metrics = 2") + SOUND[SOUND.index("[[gate.canary.metric]]") :]
    assert refused(tmp_path, again) == ["51: metric latency: the id is taken already, on line 46"]


@pytest.mark.parametrize("text", ["item = 3\n" + SOUND.replace("[[item]]", "[[other]]"), "gate = 3\n", "phase = 'x'\n"])
def test_lists_that_are_no_lists_are_refused(tmp_path: Path, text: str) -> None:
    assert refused(tmp_path, text)


def test_a_file_that_is_no_toml_is_refused_with_its_line(tmp_path: Path) -> None:
    assert refused(tmp_path, SOUND.replace('title   = "A window"', 'title   = "A window'))[0].startswith("5: ")


def test_ones_own_runbook_replaces_the_packaged_one_of_its_name(tmp_path: Path) -> None:
    own = tmp_path / "migration-readiness.toml"
    own.write_text("", encoding="utf-8")
    assert runbooks.find(tmp_path, "migration-readiness") == own
    assert runbooks.find(None, "migration-readiness") != own


def test_a_runbook_that_is_not_there_names_the_one_that_may_be_meant() -> None:
    with pytest.raises(UsageFault) as caught:
        runbooks.find(None, "migration-readyness")
    assert "migration-readiness" in caught.value.hint
