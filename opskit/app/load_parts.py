"""What a load is made of: the queries and scripts of the workload, each tried once before a hundred clients do."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence

from opskit.catalog.configuration import Settings
from opskit.catalog.load_claims import LoadClaim, load_claims
from opskit.catalog.workload import WorkloadQuery, home, load
from opskit.catalog.workload_scripts import WorkloadScript, load_scripts
from opskit.core.step import Reader
from opskit.errors import Fault, InvalidFile, OpskitError, UsageFault
from opskit.gate import baseline
from opskit.gate.load_rules import LoadRules, Part
from opskit.gate.load_scripts import Choice, choices, text_of
from opskit.gate.sampling import literals, settle, sqlstate
from opskit.gate.scans import Scans, scans
from opskit.scratch.pgbench import COUNTS_FAILURES, Program
from opskit.value import Value, replace

# pgbench's own limit.
MOST = 128
# With so many sets of values a query has to fail before it counts as one that cannot run.
TRIED = 3


class Workload(Value):
    queries: Sequence[WorkloadQuery]
    scripts: Sequence[WorkloadScript]
    claims: Sequence[LoadClaim]

    @property
    def names(self) -> list[str]:
        return [*(each.name for each in self.queries), *(each.name for each in self.scripts)]

    @property
    def weight(self) -> int:
        return sum(each.weight for each in self.queries) + sum(each.weight for each in self.scripts)


class Prepared(Value):
    """`parts` are run; `broken` fail by themselves, by SQLSTATE, and are not. `scans` of each part by name: how it
    reads, empty for a script."""

    parts: Sequence[Part]
    broken: Sequence[tuple[Part, Mapping[str, int]]]
    scans: Mapping[str, Scans]

    @property
    def all(self) -> list[Part]:
        return [*self.parts, *(part for part, _ in self.broken)]


def workload(settings: Settings) -> Workload:
    """InvalidFile holds what is wrong with any of it."""
    directory = home(settings)
    scripts = load_scripts(directory)
    queries = [] if scripts and not any(directory.glob("*.sql")) else load(directory)
    twice = sorted({each.name for each in queries} & {each.name for each in scripts})
    if twice:
        raise InvalidFile([Fault(directory / f"{name}.pgbench", 0, f"{name}.sql is there too") for name in twice])
    found = Workload(queries, scripts, ())
    return replace(found, claims=load_claims(directory, found.names))


def chosen(found: Workload, names: Sequence[str]) -> Workload:
    """Those named; all queries when none is. A script is run where it is named."""
    unknown = [name for name in names if name not in found.names]
    if unknown:
        known = ", ".join(found.names)
        raise UsageFault(f"the workload has no query {unknown[0]!r}", f"known: {known}", "opskit bench --load")
    queries = [each for each in found.queries if not names or each.name in names]
    scripts = [each for each in found.scripts if each.name in names]
    return Workload(queries, scripts, found.claims)


def refuse_unfit(found: Workload, rules: LoadRules, program: Program) -> None:
    writing = [each.name for each in found.scripts if each.writes]
    if writing and not rules.writes:
        what = f"{writing[0]} changes rows, and this load only reads (nothing was changed)"
        raise UsageFault(what, "its header says `writes: yes`", f"opskit bench --load {writing[0]} --writes")
    if rules.tries > 1 and program.major < COUNTS_FAILURES:
        what = f"pgbench {program.major} tries no transaction again (nothing was changed)"
        raise UsageFault(what, f"{program.path}", f"pgbench {COUNTS_FAILURES} or later, or no --tries")
    if not found.weight:
        raise UsageFault("nothing of the workload has a weight (nothing was changed)", "", "name queries that have one")
    if len(found.names) > MOST:
        what = f"pgbench runs at most {MOST} scripts at once (nothing was changed)"
        raise UsageFault(what, f"the workload has {len(found.names)}", "name those to run: opskit bench --load QUERY…")


def prepared(db: Reader, found: Workload, tell: Callable[[str], None]) -> Prepared:
    """Every query is planned and run once, with values that pgbench will use: one that cannot run would end a client
    each time. A lost connection is raised."""
    settle(db)
    parts, broken, seen = list[Part](), list[tuple[Part, Mapping[str, int]]](), dict[str, Scans]()
    for query in found.queries:
        try:
            made = choices(query, literals(db, query.params))
            seen[query.name] = _tried(db, made)
            parts.append(_part(query, text_of(made)))
        except OpskitError as error:
            code = sqlstate(error)
            tell(f"{query.name} cannot run ({code}) and is left out")
            broken.append((_part(query, ""), {code: 1}))
    for script in found.scripts:
        seen[script.name] = Scans()
        parts.append(_script(script))
    return Prepared(parts, broken, seen)


def as_written(found: Workload) -> list[Part]:
    """All of it, with nothing drawn: what a load in the ledger is held against."""
    return [*(_part(query, "") for query in found.queries), *map(_script, found.scripts)]


def _tried(db: Reader, made: Sequence[Choice]) -> Scans:
    """With other values when it fails with the first: what fails for some only is to be seen under load."""
    for text, _ in made[: TRIED - 1]:
        try:
            return _run_once(db, text)
        except OpskitError as error:
            sqlstate(error)
    return _run_once(db, made[-1][0])


def _run_once(db: Reader, text: str) -> Scans:
    found = scans(db, text, {})
    db.rows(text)
    return found


def _part(query: WorkloadQuery, text: str) -> Part:
    return Part(query.name, query.title, query.weight, text, baseline.digest(query), query.limits, query.claim)


def _script(script: WorkloadScript) -> Part:
    digest = hashlib.sha256(script.text.encode()).hexdigest()
    return Part(script.name, script.title, script.weight, f"{script.text}\n", digest, script.limits)
