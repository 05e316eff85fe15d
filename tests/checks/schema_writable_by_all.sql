-- clean
create schema "Shop";
grant usage on schema "Shop" to public;
-- broken
-- expect: "Shop"
grant create on schema "Shop" to public;
-- fixed
revoke create on schema "Shop" from public;
