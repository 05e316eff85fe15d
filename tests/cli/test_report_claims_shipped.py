"""What the sample's analysis says, sentence by sentence: before its migration, after it, and once it was measured."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from fixtures.claims import REPORT, configured, measure, place_of, told
from fixtures.intowork import SAMPLE
from fixtures.server import new_database

from opskit.app import claim_kinds
from opskit.catalog import claims_file
from opskit.scratch.cluster import Cluster

FIRST = "h8c2d6e5f4g3"
# What a later migration makes, with the sort column.
SECOND = "idx_jobs_published_location_posted"
YES, NO, SIGN, OPEN = "verified", "refuted", "needs sign-off", "not testable"
# Before the migration, and after it; nothing was measured, and nobody has signed.
EXPECTED = {
    "score-88": (NO, NO),
    "production-ready": (SIGN, SIGN),
    "fifteen-indexes": (NO, NO),
    "faster-50-100x": (NO, NO),
    "faster-50-100x-measured": (OPEN, OPEN),
    "duplicates-prevented": (NO, NO),
    "async-verified": (OPEN, OPEN),
    "twelve-tables": (YES, YES),
    "three-constraints": (NO, NO),
    "no-duplicate-applications": (NO, NO),
    "no-duplicate-accounts": (NO, NO),
    "no-duplicate-tokens": (YES, YES),
    "migration-ready": (YES, NO),
    "all-fifteen-created": (NO, YES),
    "location-filter-50x": (OPEN, OPEN),
    "type-filter-50x": (OPEN, OPEN),
    "employer-jobs-30x": (OPEN, OPEN),
    "company-jobs-30x": (OPEN, OPEN),
    "employer-applications-10x": (OPEN, OPEN),
    "candidate-applications-10x": (OPEN, OPEN),
    "duplicate-detection-6x": (OPEN, OPEN),
    "candidate-lookup": (NO, NO),
    "skill-matching": (OPEN, OPEN),
    "experience-queries": (OPEN, OPEN),
    "cleanup-indexed": (OPEN, OPEN),
    "n-plus-one": (OPEN, OPEN),
    "parameterized-queries": (OPEN, OPEN),
    "pool-development": (YES, YES),
    "production-config": (OPEN, OPEN),
    "pool-production": (NO, NO),
    "query-timeout": (NO, NO),
    "tls": (NO, NO),
    "constraints-designed": (SIGN, SIGN),
    "cascades-correct": (NO, NO),
    "referential-integrity": (YES, YES),
    "hundred-thousand-users": (SIGN, SIGN),
    "monitoring-library": (NO, NO),
    "statements-extension": (NO, NO),
    "foreign-keys-covered": (NO, NO),
    "queries-covered": (OPEN, OPEN),
    "corruption-prevented": (NO, NO),
    "one-command": (OPEN, OPEN),
    "effort": (OPEN, OPEN),
    "job-list-before": (OPEN, OPEN),
    "job-list-after": (OPEN, OPEN),
    "job-list-61x": (OPEN, OPEN),
    "job-list-figures": (NO, NO),
    "application-filter-before": (OPEN, OPEN),
    "application-filter-after": (OPEN, OPEN),
    "application-filter-50x": (OPEN, OPEN),
    "applications-5-10x": (NO, NO),
    "duplicate-check-10x": (OPEN, OPEN),
    "duplicate-check-figures": (NO, NO),
    "dashboard-2x": (OPEN, OPEN),
    "pool-protection": (OPEN, OPEN),
    "rollback-low-risk": (SIGN, SIGN),
    "down-functions": (OPEN, OPEN),
    "no-data-loss": (YES, YES),
    "rollback-in-5-minutes": (OPEN, OPEN),
    "built-concurrently": (NO, NO),
    "no-table-locks": (NO, NO),
    "no-downtime": (NO, NO),
    "orm-unchanged": (OPEN, OPEN),
    "no-code-changes": (OPEN, OPEN),
    "throughput-10x": (OPEN, OPEN),
    "throughput-150": (OPEN, OPEN),
    "throughput-figures": (YES, YES),
    "hundred-clients": (OPEN, OPEN),
    "sub-10-ms": (OPEN, OPEN),
    "cost-savings": (OPEN, OPEN),
    "maintenance-minimal": (YES, NO),
    "roi-100-to-1": (OPEN, OPEN),
    "actively-used": (NO, OPEN),
    "search-latency": (OPEN, OPEN),
    "zero-duplicates": (NO, NO),
    "cache-hit": (OPEN, OPEN),
    "pool-use": (OPEN, OPEN),
    "pool-use-figures": (NO, NO),
    "error-rate": (OPEN, OPEN),
    "user-reports": (OPEN, OPEN),
    "dashboard-100-ms": (OPEN, OPEN),
    "designed-and-tested": (SIGN, SIGN),
    "published-queries": (NO, NO),
    "review-performed": (SIGN, SIGN),
}
# The seven scored parts: verified, refuted or open as the report's own bounds have it, which no two servers share.
SCORED = {
    "schema-95": ("schema", 95),
    "indexes-90": ("indexes", 90),
    "queries-85": ("queries", 85),
    "configuration-85": ("configuration", 85),
    "integrity-95": ("integrity", 95),
    "scalability-80": ("scalability", 80),
    "monitoring-70": ("monitoring", 70),
}
# What was measured at the analysis' own sizes, ms before and after, and what the plan after was read by.
MEASURED = {
    "job_list_by_location": (48.8, 48.0, "idx_jobs_status_location_type"),
    "jobs_by_type_and_salary": (32.0, 30.0, "idx_jobs_status_job_type"),
    "applications_of_candidate": (1.9, 0.07, "idx_job_applications_candidate_id_status"),
    "duplicate_check": (1.9, 0.05, "unique_candidate_job_application"),
    "dashboard_counts": (8.2, 7.6, "ix_jobs_id"),
    "applications_of_employer": (59.0, 0.22, "idx_job_applications_job_id_status"),
    "jobs_of_employer": (40.0, 0.15, "idx_jobs_employer_id_status"),
    "jobs_of_company": (44.0, 0.29, "idx_jobs_company_id_status"),
    "skills_of_candidate": (20.0, 0.09, "idx_skills_candidate_id_name"),
    "skill_match": (28.0, 16.0, ""),
    "current_experience": (15.0, 0.09, "idx_experiences_candidate_id_current"),
    "expired_sessions": (9.6, 8.2, ""),
    "expired_tokens": (0.5, 0.1, "idx_password_reset_tokens_expires"),
}
SIZES = {"jobs": 100_000, "job_applications": 50_000, "skills": 90_000, "experiences": 90_000, "sessions": 40_000}
ONCE_MEASURED = {
    "faster-50-100x-measured": NO,
    "location-filter-50x": NO,
    "type-filter-50x": NO,
    "employer-jobs-30x": YES,
    "company-jobs-30x": YES,
    "employer-applications-10x": YES,
    "candidate-applications-10x": YES,
    "duplicate-detection-6x": YES,
    "skill-matching": NO,
    "experience-queries": YES,
    "cleanup-indexed": NO,
    "queries-covered": NO,
    "job-list-before": NO,
    "job-list-after": NO,
    "job-list-61x": NO,
    "application-filter-before": NO,
    "application-filter-after": YES,
    "application-filter-50x": NO,
    "duplicate-check-10x": YES,
    "dashboard-2x": NO,
}


@dataclass(frozen=True)
class Seen:
    """What the report says before, after, and once the queries were measured."""

    before: Any
    after: Any
    measured: Any


@pytest.fixture(scope="module")
def seen(cluster: Cluster, intowork_template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    with place_of(tmp_path_factory.mktemp("sample")) as project, new_database(cluster, intowork_template) as conninfo:
        for name in ("migrations", "claims", "monitoring", "published"):
            shutil.copytree(SAMPLE / name, project.place / name, dirs_exist_ok=True)
        shutil.copy(SAMPLE / "claims.toml", project.place)
        configured(project.environment("test", conninfo), REPORT)
        before = told(project)
        project.run("apply", "--confirm", "test", "--to", FIRST).ok()
        after = told(project)
        measure(project, "first", SAMPLE / "workload", MEASURED, SIZES)
        project.run("apply", "--confirm", "test").ok()
        later = {**MEASURED, "job_list_by_location": (48.8, 0.3, SECOND)}
        measure(project, "later", SAMPLE / "workload", later, SIZES)
        yield Seen(before, after, told(project))


def by_id(data: Any) -> dict[str, str]:
    return {each["id"]: each["verdict"] for each in data["claims"]["claims"]}


def without_scores(found: dict[str, str]) -> dict[str, str]:
    return {name: verdict for name, verdict in found.items() if name not in SCORED}


def test_each_claim_before_the_migration(seen: Seen) -> None:
    assert without_scores(by_id(seen.before)) == {name: before for name, (before, _) in EXPECTED.items()}


def test_each_claim_after_the_migration(seen: Seen) -> None:
    assert without_scores(by_id(seen.after)) == {name: after for name, (_, after) in EXPECTED.items()}


def test_what_was_claimed_of_the_migration_once_it_was_measured(seen: Seen) -> None:
    """A later migration, applied since, is no merit of it and leaves its benchmark what it was."""
    found = by_id(seen.measured)
    assert {name: found[name] for name in ONCE_MEASURED} == ONCE_MEASURED
    rest = without_scores(by_id(seen.after)).keys() - ONCE_MEASURED.keys()
    assert {name: found[name] for name in rest} == {name: EXPECTED[name][1] for name in rest}


def test_each_scored_part_is_held_against_the_checks(seen: Seen) -> None:
    for data in (seen.before, seen.after):
        found = by_id(data)
        for name, (dimension, claimed) in SCORED.items():
            bounds = data["dimensions"][dimension]
            wanted = YES if bounds["score"] >= claimed else NO if bounds["upper"] < claimed else OPEN
            assert (name, found[name]) == (name, wanted)


def test_the_source_is_named_and_what_cannot_be_told_says_why(seen: Seen) -> None:
    claims = seen.after["claims"]
    assert claims["source"].startswith("PostgreSQL Database Analysis")
    assert claims["file"].endswith("claims.toml")
    assert all(each["reason"] for each in claims["claims"] if each["verdict"] in (SIGN, OPEN))
    assert all(each["measured"] for each in claims["claims"] if each["verdict"] in (YES, NO))


def test_the_file_stands_beside_everything_its_answers_name() -> None:
    found = claims_file.load(SAMPLE / "claims.toml", claim_kinds.shapes())
    assert len(found.claims) == len(EXPECTED) + len(SCORED)
    used = {each.type for each in found.claims}
    assert used == claim_kinds.shapes().keys()
