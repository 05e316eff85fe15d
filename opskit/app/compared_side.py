"""One side of `opskit compare`: what an environment looks like."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from opskit.app.context import Context
from opskit.app.looking import looking
from opskit.app.settings_parity import ServerSettings
from opskit.catalog.facts import fact
from opskit.core.environment import Server
from opskit.core.fingerprint import SchemaFingerprint, fingerprint_of
from opskit.core.own_revision import is_own
from opskit.core.schema_object import Objects, objects_of
from opskit.core.step import Reader, Row
from opskit.pg.connection import check_conninfo
from opskit.pg.reading import ReadSession
from opskit.steps import observing
from opskit.value import Value

# Which of two servers has them otherwise decides whether what was seen on one holds for the other.
SETTINGS = (
    "autovacuum autovacuum_naptime autovacuum_vacuum_scale_factor checkpoint_timeout cpu_tuple_cost DateStyle"
    " deadlock_timeout default_statistics_target default_toast_compression default_transaction_isolation"
    " effective_cache_size effective_io_concurrency enable_hashjoin enable_indexonlyscan enable_indexscan"
    " enable_mergejoin enable_nestloop enable_partitionwise_join enable_seqscan fsync full_page_writes"
    " hash_mem_multiplier idle_in_transaction_session_timeout IntervalStyle jit join_collapse_limit lc_monetary"
    " lc_numeric lock_timeout log_min_duration_statement maintenance_work_mem max_connections"
    " max_locks_per_transaction max_parallel_workers max_parallel_workers_per_gather max_prepared_transactions"
    " max_wal_size max_worker_processes password_encryption plan_cache_mode random_page_cost row_security search_path"
    " seq_page_cost session_preload_libraries shared_buffers shared_preload_libraries ssl standard_conforming_strings"
    " statement_timeout synchronous_commit temp_file_limit TimeZone transaction_timeout wal_compression wal_level"
    " work_mem"
).split()
_STARTED = "select pg_catalog.pg_postmaster_start_time() as at"


class Side(Value):
    """`fingerprint` is of the schema alone; `objects` have more parts, and there are more of them. `revisions` None
    where the database holds no record of opskit."""

    name: str
    server: Server
    started_at: datetime
    fingerprint: SchemaFingerprint
    objects: Objects
    revisions: Sequence[str] | None
    settings: ServerSettings

    def is_same_database(self, other: Side) -> bool:
        """A copy of a server keeps its identity, but not the instant it was started."""
        return (self.server.identity, self.started_at) == (other.server.identity, other.started_at)


def look(context: Context, privileges: bool = False) -> Side:
    """With owners, grants and what else says who may do what, where `privileges` are asked for."""
    check_conninfo(context.environment.conninfo)
    check_conninfo(context.environment.read_conninfo)
    with looking(context) as db:
        settings = settings_of(db, context.environment.name)
        started = db.rows(_STARTED)[0]["at"]
        revisions = _revisions(db)
        fingerprint, objects = objects_seen(db, privileges)
    return Side(context.environment.name, db.server, started, fingerprint, objects, revisions, settings)


def settings_of(db: ReadSession, environment: str) -> ServerSettings:
    rows = db.rows(fact("server_settings"), names=SETTINGS)
    values = {str(row["name"]): str(row["value"]) for row in rows if row["value"] is not None}
    hidden = frozenset(str(row["name"]) for row in rows if row["value"] is None)
    return ServerSettings(environment, {"server_version": db.server.version, **values}, hidden)


def objects_seen(db: ReadSession, privileges: bool) -> tuple[SchemaFingerprint, Objects]:
    """What is asked for with `privileges` enters no fingerprint, nor does anything but the fact schema_objects."""
    slugs = ["other_objects", "publications", *(["belonging_objects"] if privileges else [])]
    beside = ["other_parts", *(["belonging_parts"] if privileges else [])]
    with observing.printing(db):
        schema = db.rows(fact("schema_objects"))
        return fingerprint_of(schema), objects_of([*schema, *_facts(db, slugs)], _facts(db, beside))


def _facts(db: ReadSession, slugs: Sequence[str]) -> list[Row]:
    return [row for slug in slugs for row in db.rows(fact(slug, db.server.major))]


def _revisions(db: Reader) -> list[str] | None:
    """Applied ones, in their order; one under way is named with its state. Fixes are no migrations: what they changed
    is among the objects."""
    if not observing.recorded(db):
        return None
    live = (row for row in observing.revisions(db) if row["state"] != "undone")
    rows = [row for row in live if not is_own(str(row["revision"]))]
    return [str(row["revision"]) + ("" if row["state"] == "applied" else f" ({row['state']})") for row in rows]
