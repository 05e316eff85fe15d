-- title: How many tokens the two clean-ups would delete
-- weight: 1
select
    (select count(*) from password_reset_tokens where used_at is null and expires_at < now()) as reset_tokens,
    (select count(*) from verification_tokens where expires < now()) as verification_tokens
