-- What is given twice is there once: an entry that the same run has made at the same time, with this text or (where it
-- comes from a spool) with its text from before, is answered with the event that holds it.
create or replace function opskit_ledger.append(given text, origin text) returns opskit_ledger.event
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $body$
declare
    parts json := given;
    made opskit_ledger.event;
begin
    if json_typeof(parts) <> 'array' or "left"(given, 1) <> '[' or "right"(given, 1) <> ']' then
        raise exception 'no entry of a ledger' using errcode = 'invalid_parameter_value';
    end if;
    if json_array_length(parts) <> 6 or json_typeof(parts -> 5) <> 'object' or exists (
        select from json_array_elements(parts) with ordinality as each (value, place)
        where place < 6 and json_typeof(value) <> 'string'
    ) then
        raise exception 'no entry of a ledger' using errcode = 'invalid_parameter_value';
    end if;
    perform pg_advisory_xact_lock(hashtextextended('opskit_ledger.append', 0));
    select e.* into made from opskit_ledger.event as e
    where e.run = parts ->> 1 and e.at = parts ->> 0 and e.entry::text in (given, origin);
    if found then
        return made;
    end if;
    select coalesce(max(e.seq), 0) + 1 into made.seq from opskit_ledger.event as e;
    made.prev := coalesce(
        (select e.hash from opskit_ledger.event as e where e.seq = made.seq - 1), repeat('0', 64)
    );
    made.login := session_user::text;
    made.hash := encode(
        sha256(
            convert_to(
                concat(
                    '[', made.seq, ',', substr(given, 2, length(given) - 2), ',', to_json(made.prev), ',',
                    to_json(made.login), ']'
                ),
                'UTF8'
            )
        ),
        'hex'
    );
    insert into opskit_ledger.event (seq, entry, login, prev, hash)
    values (made.seq, parts, made.login, made.prev, made.hash);
    perform pg_notify('opskit_ledger', parts ->> 3);
    return made;
end
$body$
