"""What the application asks for while a migration goes in: pgbench scripts, with how often each is asked.

Every request goes by a key, so that on the unmigrated tables too it costs about a millisecond, and a stall is a wait.
The scans of sql/intowork/workload/application.pgbench would keep two cores busy by themselves at this size. None fails
of its own doing: whoever applies has just registered, so no candidate has two open applications for one job, and a
rejected application is never opened again. Each of TABLES is written to. Every statement is a transaction of its own
and waits for one table at most: otherwise the plain migration ends in a deadlock with the application every other
time."""

from __future__ import annotations

TABLES = (
    "job_applications", "accounts", "jobs", "candidates", "skills", "experiences", "sessions",
    "password_reset_tokens", "verification_tokens",
)  # fmt: skip

REQUESTS = {
    "open a job": (
        30,
        r"""
\set job random(1, :jobs)
select job.*, company.name as company_name
from jobs as job join companies as company on company.id = job.company_id where job.id = :job;
update jobs set views_count = views_count + 1 where id = :job;
""",
    ),
    "read an application": (
        10,
        r"""
\set application random(1, :job_applications)
select application.*, job.title
from job_applications as application join jobs as job on job.id = application.job_id
where application.id = :application;
""",
    ),
    "move an application on": (
        20,
        r"""
\set application random(1, :job_applications)
\set place random(1, 5)
update job_applications
set status = (array['viewed', 'shortlisted', 'interview', 'accepted', 'rejected']::applicationstatus[])[:place],
    viewed_at = coalesce(viewed_at, now()), updated_at = now()
where id = :application and status <> 'rejected';
""",
    ),
    "register and apply": (
        10,
        r"""
\set job random(1, :jobs)
insert into users (email, role, first_name, last_name, is_active)
values (gen_random_uuid() || '@example.org', 'CANDIDATE', 'New', 'Comer', true) returning id as new_user \gset
insert into accounts (user_id, type, provider, provider_account_id)
values (:new_user, 'oauth', 'google', 'new-' || :new_user);
insert into candidates (user_id, title) values (:new_user, 'Engineer') returning id as new_candidate \gset
insert into skills (candidate_id, name, level, category) values (:new_candidate, 'SQL', 3, 'TECHNICAL');
insert into experiences (candidate_id, title, company, start_date, is_current)
values (:new_candidate, 'Engineer', 'Example', '2020-01', true);
insert into job_applications (job_id, candidate_id, status) values (:job, :new_candidate, 'applied');
""",
    ),
    "sign in": (
        15,
        r"""
\set account random(1, :accounts)
update accounts set updated_at = now() where id = :account;
select min(user_id) as who from accounts where id = :account \gset
insert into sessions (user_id, session_token, expires) values (:who, gen_random_uuid(), now() + interval '30 days');
""",
    ),
    "edit a profile": (
        10,
        r"""
\set candidate random(1, :candidates)
\set skill random(1, :skills)
\set experience random(1, :experiences)
update candidates set years_experience = years_experience + 1 where id = :candidate;
update skills set level = level % 5 + 1 where id = :skill;
update experiences set updated_at = now() where id = :experience;
""",
    ),
    "ask for a token": (
        5,
        r"""
\set candidate random(1, :candidates)
insert into verification_tokens (identifier, token, expires)
values ('user' || :candidate, gen_random_uuid(), now() + interval '1 day');
insert into password_reset_tokens (user_id, token, expires_at)
select user_id, gen_random_uuid(), now() + interval '1 hour' from candidates where id = :candidate;
""",
    ),
}

# Takes the lock of a writer and, planned anew each time, those on all indexes; touches no row and writes no WAL.
PROBE = (
    "".join(
        f"\\{'if' if number == 0 else 'elif'} :client_id = {number}\ndelete from {table} where id = 0;\n"
        for number, table in enumerate(TABLES)
    )
    + "\\endif\n"
)
