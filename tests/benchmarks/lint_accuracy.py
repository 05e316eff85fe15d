"""How right linters are about statements that stop an application: `python tests/benchmarks/lint_accuracy.py`.

The statements are those of tests/locks/corpus that succeed. The truth is measured in the same run: a statement is a
hazard when it reads or writes a relation in full that was there before while it holds a lock on one from SHARE up
(so that writes, or reads too, wait for as long as the table is large). Of each linter only the rules that speak of
that are counted; of opskit the findings that are critical. `in doubt` are findings that opskit itself says only the
catalog can decide: they count as found where there is a hazard, and beside the false alarms where there is none.
`locks` compares the strongest table lock a linter names with the one observed, where it names any.

Each file sets lock_timeout and statement_timeout for the first table; for the locks it does not, because the peers name
locks only in the messages that ask for a timeout. Peers are fetched from PyPI and npm into a temporary folder."""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from locks.corpus import Case, cases_for
from locks.laboratory import SETTINGS, laboratory
from locks.observing import Observed, observe

from opskit.core.lock import Lock
from opskit.core.verdict import Severity
from opskit.migrate.catalog_world import read_world
from opskit.migrate.linting import violations
from opskit.migrate.parser import Parsed, parse
from opskit.migrate.world import World
from opskit.pg.connection import connect
from opskit.pg.reading import SETTINGS as READING
from opskit.pg.reading import ReadSession
from opskit.scratch.binaries import embedded_bin
from opskit.scratch.cluster import Cluster, running

SQUAWK, PGLS = "squawk-cli==2.70.0", "@postgres-language-server/cli@0.25.5"
TIMEOUTS = (
    "set lock_timeout = '2s';\nset statement_timeout = '60s';\nset idle_in_transaction_session_timeout = '60s';\n"
)
# The rules whose text speaks of a scan, a rewrite or a build; not those on compatibility, style and short locks.
SQUAWK_RULES = frozenset(
    "changing-column-type constraint-missing-not-valid require-concurrent-index-creation adding-field-with-default"
    " adding-not-nullable-field adding-foreign-key-constraint adding-serial-primary-key-field prefer-repack"
    " require-concurrent-reindex disallowed-unique-constraint adding-exclusion-constraint"
    " ban-alter-domain-with-add-constraint".split()
)
PGLS_RULES = frozenset(
    "changingColumnType addingFieldWithDefault requireConcurrentIndexCreation constraintMissingNotValid"
    " avoidAttachingPartition addingNotNullField addingForeignKeyConstraint addingPrimaryKeyConstraint"
    " requireConcurrentReindex disallowUniqueConstraint banVacuumFull addSerialColumn requireConcurrentRefreshMatview"
    " avoidAddingExclusionConstraint".split()
)
LOCK_WORDS = re.compile(r"\b((?:ACCESS |ROW )?(?:SHARE )?(?:UPDATE |ROW )?(?:EXCLUSIVE|SHARE)) lock\b")


@dataclass
class Tool:
    """`found` and `doubted` are titles of cases with a finding; `locks` what was said of the strongest lock."""

    name: str
    found: set[str] = field(default_factory=set)
    doubted: set[str] = field(default_factory=set)
    locks: dict[str, str] = field(default_factory=dict)


def main() -> int:
    parser = argparse.ArgumentParser(description="How right linters are about statements that stop an application.")
    parser.add_argument("--pg-bin", type=Path)
    parser.add_argument("--no-peers", action="store_true", help="opskit alone")
    parser.add_argument("--list", action="store_true", help="name the misses and the false alarms of opskit")
    options = parser.parse_args()
    blind, seeing = Tool("opskit, no database"), Tool("opskit, with the catalog")
    with tempfile.TemporaryDirectory(prefix="opskit-lint-") as place:
        truth = measured(options.pg_bin or embedded_bin(), Path(place), blind, seeing)
        peers = [] if options.no_peers else [squawk(Path(place), truth), language_server(Path(place), truth)]
    tools = [seeing, blind, *peers]
    show(truth, tools)
    if options.list:
        for tool in (seeing, blind):
            detail(tool, truth)
    return 0 if reached(truth, tools) else 1


def measured(programs: Path, place: Path, blind: Tool, seeing: Tool) -> dict[str, tuple[Case, Observed]]:
    """What each case does, and what opskit says of it with and without the catalog it is run against."""
    truth: dict[str, tuple[Case, Observed]] = {}
    server = Cluster.create(place, "server", programs, SETTINGS)
    try:
        with running(server), laboratory(server) as lab:
            for case in cases_for(server.version):
                with lab.database(case) as conninfo:
                    parsed = statements(case)
                    with connect("the benchmark", conninfo, "opskit benchmark", READING) as connection:
                        world = read_world(ReadSession(connection), parsed)
                    observed = existing(observe(conninfo, case), world, case)
                if not observed.error:
                    truth[case.title] = (case, observed)
                    judge(seeing, case, parsed, world)
                    judge(blind, case, parsed, World())
    finally:
        server.destroy()
    return truth


def existing(observed: Observed, world: World, case: Case) -> Observed:
    """What was there before the migration, and holds rows: a sequence is one page, TRUNCATE and WITH NO DATA put an
    empty file in place of the old one, nothing but another refresh waits for one that is concurrent, and REINDEX
    CONCURRENTLY holds its strong locks only between the builds."""
    kinds = world.kinds()
    locks = {
        name: mode
        for name, mode in observed.locks.items()
        if name in kinds and not (kinds[name] == "materialized view" and Lock(mode) is Lock.EXCLUSIVE)
    }
    empties = re.match(r"truncate|refresh .* with no data|reindex .*concurrently", case.sql)
    worked = frozenset(name for name, kind in kinds.items() if kind != "sequence" and not empties)
    return replace(observed, locks=locks, scans=observed.scans & worked, rewrites=observed.rewrites & worked)


def statements(case: Case) -> list[Parsed]:
    return parse(TIMEOUTS + "".join(f"{each};\n" for each in case.before) + case.sql)


def judge(tool: Tool, case: Case, parsed: Sequence[Parsed], world: World) -> None:
    """Only what is said of the statement itself counts, not of those before it."""
    found, sites = violations(parsed, world)
    last = parsed[-1].ordinal
    grave = [each.hit for each in found if each.severity is Severity.CRITICAL and each.parsed.ordinal == last]
    if any(hit.certain for hit in grave):
        tool.found.add(case.title)
    elif grave:
        tool.doubted.add(case.title)
    lock = sites[-1].effect.lock
    tool.locks[case.title] = lock.words if lock else ""


def hazard(observed: Observed) -> bool:
    work = observed.scans or observed.rewrites
    return bool(work) and any(Lock(mode).strength >= Lock.SHARE.strength for mode in observed.locks.values())


def strongest(observed: Observed) -> str:
    locks = [Lock(mode) for mode in observed.locks.values()]
    return max(locks, key=lambda lock: lock.strength).words if locks else ""


def squawk(place: Path, truth: dict[str, tuple[Case, Observed]]) -> Tool:
    run(["pip", "install", "-q", "--target", str(place / "squawk"), SQUAWK], [sys.executable, "-m"])
    program = str(place / "squawk" / "bin" / "squawk")

    def findings(files: Sequence[Path]) -> list[tuple[str, str, str]]:
        out = answer([program, "--reporter", "json", "--pg-version", "18", *map(str, files)], place)
        return [(Path(each["file"]).stem, each["rule_name"], f"{each['message']} {each['help']}")
                for each in json.loads(out)]  # fmt: skip

    return peer("squawk 2.70", place / "squawk-files", truth, findings, SQUAWK_RULES)


def language_server(place: Path, truth: dict[str, tuple[Case, Observed]]) -> Tool:
    run(["npm", "install", "--silent", "--no-audit", "--prefix", str(place / "pgls"), PGLS])
    program = str(place / "pgls" / "node_modules" / ".bin" / "postgres-language-server")
    home = place / "pgls-files"
    home.mkdir()
    (home / "postgres-language-server.jsonc").write_text('{"linter": {"enabled": true, "rules": {"all": true}}}')

    def findings(files: Sequence[Path]) -> list[tuple[str, str, str]]:
        command = [program, "check", "--disable-db", "--max-diagnostics=100000", "--reporter=json"]
        out = answer([*command, *(each.name for each in files)], home)
        return [(Path(each["location"]["path"]).stem, each["category"].rpartition("/")[2], each["message"])
                for each in json.loads(out)["diagnostics"]]  # fmt: skip

    return peer("postgres-language-server 0.25", home, truth, findings, PGLS_RULES)


def run(command: list[str], before: Sequence[str] = ()) -> None:
    subprocess.run([*before, *command], check=True, stdout=subprocess.DEVNULL)


def answer(command: list[str], folder: Path) -> str:
    """A linter that has found something exits with 1."""
    return subprocess.run(command, check=False, capture_output=True, text=True, cwd=folder).stdout


def peer(
    name: str,
    place: Path,
    truth: dict[str, tuple[Case, Observed]],
    findings: Callable[[Sequence[Path]], list[tuple[str, str, str]]],
    rules: Iterable[str],
) -> Tool:
    tool, titles = Tool(name), list(truth)
    place.mkdir(exist_ok=True)
    for prefix in ("timeouts", "plain"):
        files = [place / f"{prefix}-{number}.sql" for number in range(len(titles))]
        for file, title in zip(files, titles, strict=True):
            case = truth[title][0]
            before = "".join(f"{each};\n" for each in case.before)
            file.write_text((TIMEOUTS if prefix == "timeouts" else "") + before + case.sql)
        for stem, rule, message in findings(files):
            title = titles[int(stem.rpartition("-")[2])]
            if prefix == "timeouts" and rule in rules:
                tool.found.add(title)
            elif prefix == "plain" and "timeout" in rule.lower() and (words := LOCK_WORDS.search(message)):
                tool.locks[title] = words[1]
    return tool


def show(truth: dict[str, tuple[Case, Observed]], tools: Sequence[Tool]) -> None:
    hazards, harmless = sides(truth)
    print(f"{len(truth)} statements, {len(hazards)} of them hazards, {len(harmless)} harmless")
    print(f"{'':30} {'found':>7} {'missed':>7} {'false alarms':>13} {'in doubt':>9}   locks: right  wrong  silent")
    for tool in tools:
        found = len(hazards & (tool.found | tool.doubted))
        named = {title: lock for title, lock in tool.locks.items() if lock and strongest(truth[title][1])}
        right = sum(strongest(truth[title][1]) == lock for title, lock in named.items())
        locked = sum(bool(strongest(observed)) for _, observed in truth.values())
        print(
            f"{tool.name:30} {found:>7} {len(hazards) - found:>7} {len(harmless & tool.found):>13}"
            f" {len(harmless & tool.doubted):>9} {right:>14} {len(named) - right:>6} {locked - len(named):>7}"
        )


def sides(truth: dict[str, tuple[Case, Observed]]) -> tuple[set[str], set[str]]:
    hazards = {title for title, (_, observed) in truth.items() if hazard(observed)}
    return hazards, truth.keys() - hazards


def detail(tool: Tool, truth: dict[str, tuple[Case, Observed]]) -> None:
    hazards, harmless = sides(truth)
    for word, titles in (
        ("missed", hazards - tool.found - tool.doubted),
        ("false alarm", harmless & tool.found),
        ("in doubt", harmless & tool.doubted),
        ("wrong lock", {each for each, lock in tool.locks.items() if lock != strongest(truth[each][1])}),
    ):
        for title in sorted(titles):
            print(f"{tool.name}: {word}: {title}: {' '.join(truth[title][0].sql.split())[:100]}")


def reached(truth: dict[str, tuple[Case, Observed]], tools: Sequence[Tool]) -> bool:
    """With the catalog neither a miss nor a false alarm; without it no miss, and fewer false alarms than any peer, even
    when every doubt is counted as one."""
    hazards, harmless = sides(truth)
    seeing, blind, *peers = tools
    exact = seeing.found | seeing.doubted
    guessed = blind.found | blind.doubted
    fewer = all(len(harmless & guessed) < len(harmless & each.found) for each in peers)
    return exact >= hazards and not (harmless & exact) and guessed >= hazards and fewer


if __name__ == "__main__":
    sys.exit(main())
