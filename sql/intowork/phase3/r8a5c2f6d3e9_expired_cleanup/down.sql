-- The crontab line goes first. What was deleted had expired, and does not come back.

drop procedure purge_expired(integer, bigint, interval, bigint, boolean);
