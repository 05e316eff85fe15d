"""The window, act by act: what a person would type, and the exit code it should end with."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from opskit.value import Value

FIRST = "h8c2d6e5f4g3"
SEED_QUERIES = ("job_list_by_location", "applications_of_candidate", "duplicate_check", "dashboard_counts")
PRODUCTION = ("-e", "production")
STAGING = ("-e", "staging")
CONFIRMED = ("--confirm", "production")


class Act(Value):
    """`words` begin with opskit or a program of PostgreSQL; `database` is the environment such a program talks to.
    `under_load` runs the application on production meanwhile."""

    says: str
    words: Sequence[str]
    exit_code: int = 0
    database: str = ""
    under_load: bool = False

    @property
    def line(self) -> str:
        """As a person would type it."""
        return " ".join(f'"{word}"' if "'" in word else shlex.quote(word) for word in self.words)


def opskit(says: str, *words: str, exit_code: int = 0, under_load: bool = False) -> Act:
    return Act(says, ("opskit", *words), exit_code, under_load=under_load)


def program(says: str, database: str, *words: str) -> Act:
    return Act(says, words, 0, database)


BENCH = ("bench", *SEED_QUERIES, *PRODUCTION, "--against", "before", "--seconds", "1.5")
SIGN = ("checklist", "sign")
DUMP = "production.dump"

ACTS = (
    opskit("The release report before anything is done.", "report", *PRODUCTION),
    opskit(
        "What would the migration lock if it were run as its authors wrote it?",
        *("lint", f"migrations/{FIRST}_critical_indexes_and_constraints/up.sql"),
        exit_code=1,
    ),
    opskit("What opskit would do instead, and what stands in the way on staging.", "plan", *STAGING, exit_code=1),
    opskit(
        "Apply it on staging: refused, because the data cannot be unique.",
        *("apply", *STAGING, "--confirm", "staging"),
        exit_code=4,
    ),
    program(
        "A person decides which duplicates survive: the sample's clean-up.",
        "staging",
        *("psql", "-f", "merge_duplicate_applications.sql"),
    ),
    opskit("Now it goes in.", "apply", *STAGING, "--confirm", "staging"),
    opskit("Are the indexes there, valid, and as they were written?", "verify", "indexes", *STAGING),
    opskit(
        "Staging and production differ by the migrations, and by nothing else.",
        *("compare", "staging", "production"),
        exit_code=1,
    ),
    opskit("The checklist of the window.", "checklist", "run", *PRODUCTION, exit_code=4),
    opskit(
        "A person signs what only a person can.",
        *(*SIGN, "review-analysis", *PRODUCTION, "--reason", "every claim was measured again on a copy"),
    ),
    program("A backup, and the proof that it restores.", "production", "pg_dump", "-Fc", "-Z1", "-f", DUMP),
    program("", "restored", "pg_restore", "-j2", "-d", "intowork_restored", DUMP),
    opskit("", "compare", "production", "restored"),
    opskit(
        "",
        *(*SIGN, "backup-fresh", *PRODUCTION, "--evidence", f"{DUMP}, restored as intowork_restored"),
        *("--reason", "restored, and opskit compare finds it equal"),
    ),
    opskit(
        "The seed's migration on production, while the application works.",
        *("apply", *PRODUCTION, "--to", FIRST, *CONFIRMED),
        under_load=True,
    ),
    opskit("Present, valid, and used?", "verify", "indexes", *PRODUCTION),
    program(
        "Autovacuum would come by; it is called, so that both sides of the comparison are equally well kept.",
        "production",
        *("psql", "-c", "vacuum (analyze)"),
    ),
    opskit("What the seed's migration gains, alternating with production as it was.", *BENCH),
    opskit("The index the seed lacks: with the sort column.", "apply", *PRODUCTION, *CONFIRMED),
    opskit("What that gains.", *BENCH),
    opskit("Bloat.", "bloat", *PRODUCTION),
    opskit("An incident: everything back, proven by fingerprint.", "rollback", *PRODUCTION, "--to", "base", *CONFIRMED),
    opskit("And in again.", "apply", *PRODUCTION, *CONFIRMED),
    opskit("Staging and production are equal now.", "compare", "staging", "production"),
    opskit(
        "The pause point before the window: somebody says go.",
        *(*SIGN, "window", *PRODUCTION, "--reason", "everything before the window is done, Ann watches"),
    ),
    opskit(
        "The checklist goes on: what is done is seen, the timeouts are set, each plan agreed to.",
        *("checklist", "run", *PRODUCTION, *CONFIRMED),
    ),
    opskit("All checks.", "check", *PRODUCTION),
    opskit("The record nobody can quietly change.", "ledger", "verify"),
    opskit("The readiness report, for people ...", "report", *PRODUCTION, "-O", "report.html"),
    opskit("... for the repository ...", "report", *PRODUCTION, "-O", "report.md"),
    opskit("... and for machines.", "report", *PRODUCTION, "-O", "report.json"),
    opskit("In short:", "report", *PRODUCTION),
)
