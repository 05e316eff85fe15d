-- revises: p6e3b9d4f1a8
-- The clean-up of sessions and tokens that have expired: `call purge_expired()`, as often as one likes.
--
--   batch      rows of each table that one transaction deletes: it holds their locks for some milliseconds
--   most       rows that one call deletes at most, so that it comes to an end
--   older_than how long a row is kept after it has expired
--
-- It answers with one row: how many it deleted, and whether expired ones are left (most was reached, or somebody
-- holds them: a row that is locked is passed over, never waited for). Stopped in the middle, whatever is committed
-- stays, and the next call goes on; two at a time share the work. A used reset token goes when it expires, like any
-- other.
--
-- It commits after each batch, so it is called on its own, not between BEGIN and COMMIT. A statement_timeout counts
-- for the whole call: where the database has one, the crontab line sets its own:
--
--   17 3 * * * psql -X -q "service=intowork-prod application_name=expired-cleanup"
--       -c "set statement_timeout = '30min'" -c "call purge_expired()"
--
-- (on one line). The batches start from the oldest expiry that is left, by the indexes on expires of h8c2d6e5f4g3;
-- without these each batch reads its table. The space goes to new rows when autovacuum has been there, not to the
-- disk.
--
-- Batches are the slower way: some 50,000 rows a second where one DELETE does more than a million, as measured by
-- tests/benchmarks/expired_cleanup.py. But whoever wants one of its rows waits until that DELETE ends, and replicas get
-- it in one piece; for a batch nobody waited longer than 40 ms, beside an old transaction neither.

create procedure purge_expired(
    batch integer default 1000,
    most bigint default 1000000,
    older_than interval default '0',
    inout deleted bigint default 0,
    inout more_left boolean default false
)
language plpgsql
as $$
declare
    horizon timestamptz := pg_catalog.now() - older_than;
    session_from timestamptz := '-infinity';
    verification_from timestamptz := '-infinity';
    reset_from timestamptz := '-infinity';
    before bigint;
    size bigint;
begin
    deleted := 0;
    loop
        before := deleted;
        with gone as (
            delete from public.sessions
            where id = any (array(
                select id from public.sessions
                where expires >= session_from and expires < horizon
                order by expires
                limit least(batch, most - deleted)
                for update skip locked
            ))
            returning expires
        )
        select pg_catalog.count(*), coalesce(pg_catalog.max(expires), session_from)
        into size, session_from
        from gone;
        deleted := deleted + size;

        with gone as (
            delete from public.verification_tokens
            where id = any (array(
                select id from public.verification_tokens
                where expires >= verification_from and expires < horizon
                order by expires
                limit least(batch, most - deleted)
                for update skip locked
            ))
            returning expires
        )
        select pg_catalog.count(*), coalesce(pg_catalog.max(expires), verification_from)
        into size, verification_from
        from gone;
        deleted := deleted + size;

        with gone as (
            delete from public.password_reset_tokens
            where id = any (array(
                select id from public.password_reset_tokens
                where expires_at >= reset_from and expires_at < horizon
                order by expires_at
                limit least(batch, most - deleted)
                for update skip locked
            ))
            returning expires_at
        )
        select pg_catalog.count(*), coalesce(pg_catalog.max(expires_at), reset_from)
        into size, reset_from
        from gone;
        deleted := deleted + size;

        commit;
        exit when deleted = before or deleted >= most;
        perform pg_catalog.pg_sleep(0.01);
    end loop;
    more_left := exists (select from public.sessions where expires < horizon)
        or exists (select from public.verification_tokens where expires < horizon)
        or exists (select from public.password_reset_tokens where expires_at < horizon);
end
$$;
