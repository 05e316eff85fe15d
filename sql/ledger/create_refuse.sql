create or replace function opskit_ledger.refuse() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $body$
begin
    raise exception 'the ledger is append-only' using errcode = 'insufficient_privilege';
end
$body$
