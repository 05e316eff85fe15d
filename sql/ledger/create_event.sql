-- Everything but seq, login, prev and hash is read out of the sealed text itself: text and columns cannot differ.
create table opskit_ledger.event (
    seq bigint primary key,
    entry json not null,
    login text not null,
    prev text not null,
    hash text not null,
    at text not null generated always as (entry ->> 0) stored,
    run text not null generated always as (entry ->> 1) stored,
    kind text not null generated always as (entry ->> 2) stored,
    environment text not null generated always as (entry ->> 3) stored,
    subject text not null generated always as (coalesce(entry -> 5 ->> 'subject', '')) stored,
    spooled text unique generated always as (entry -> 5 -> 'spooled' ->> 'hash') stored
)
