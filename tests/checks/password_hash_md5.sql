-- clean
drop role if exists "check md5";
create role "check md5" login;
-- broken
-- expect: "check md5"
alter role "check md5" password 'md5d41d8cd98f00b204e9800998ecf8427e';
-- fixed
set password_encryption = 'scram-sha-256';
alter role "check md5" password 'a new one';
