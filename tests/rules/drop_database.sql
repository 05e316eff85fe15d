-- caught: a database
drop database a;
-- clean: a schema
drop schema a;
