-- Rows for the IntoWork sample, made by sets and by hashing: the same sizes give the same rows on every server and on
-- any day (only expiries follow the day the file is run on, at midnight UTC). It wants empty tables.
--
-- Sizes, set in the session that runs the file:  select set_config('intowork.jobs', '300', false);
--   intowork.jobs          100000   companies and employers follow: 2 and 3 per hundred jobs
--   intowork.applications   50000   one in a hundred is a new one after a rejection, which the application allows
--   intowork.candidates     50000   users are candidates plus employers; skills, experiences, accounts, sessions and
--                                   tokens follow
--   intowork.duplicates         0   double clicks on top: one more open application for the same job; one pair gets two

select
    set_config('intowork.jobs', asked.jobs::text, false) as jobs,
    set_config('intowork.applications', asked.applications::text, false) as applications,
    set_config('intowork.candidates', asked.candidates::text, false) as candidates,
    set_config('intowork.duplicates', asked.duplicates::text, false) as duplicates,
    set_config('intowork.companies', greatest(2, asked.jobs * 2 / 100)::text, false) as companies,
    set_config('intowork.employers', greatest(3, asked.jobs * 3 / 100)::text, false) as employers,
    set_config('intowork.users', (asked.candidates + greatest(3, asked.jobs * 3 / 100))::text, false) as users,
    set_config('intowork.again', least(asked.applications, greatest(1, asked.applications / 100))::text, false) as again
from (
    select
        coalesce(nullif(current_setting('intowork.jobs', true), ''), '100000')::integer as jobs,
        coalesce(nullif(current_setting('intowork.applications', true), ''), '50000')::integer as applications,
        coalesce(nullif(current_setting('intowork.candidates', true), ''), '50000')::integer as candidates,
        coalesce(nullif(current_setting('intowork.duplicates', true), ''), '0')::integer as duplicates
) as asked;

-- Foreign keys and indexes are put aside and come back at the end: one join or one sort each, not a look-up per row.
-- That is half of the time. The catalog says what they are, so schema.sql stays the only place that defines them.
create temporary table put_aside as
select
    'alter table ' || conrelid::regclass || ' drop constraint ' || quote_ident(conname) as take,
    'alter table ' || conrelid::regclass || ' add constraint ' || quote_ident(conname) || ' '
    || pg_get_constraintdef(oid) as put
from pg_constraint
where contype = 'f' and connamespace = 'public'::regnamespace
union all
select 'drop index ' || indexrelid::regclass, pg_get_indexdef(indexrelid)
from pg_index
join pg_class on pg_class.oid = indrelid
where
    relnamespace = 'public'::regnamespace
    and not exists (select from pg_constraint where conindid = indexrelid and contype in ('p', 'u', 'x'));

do $$
declare
    statement text;
begin
    for statement in select take from put_aside order by take loop
        execute statement;
    end loop;
end
$$;

-- The draws. They live in pg_temp and are dropped at the end.

-- A number from 0 to just under 1 that depends on n and on what it is drawn for, and on nothing else.
create function pg_temp.share(n integer, topic text) returns double precision
    language sql immutable parallel safe
    return (hashint4extended(n, hashtext(topic)) & 2147483647) / 2147483648::double precision;

-- 1 to size, low numbers far more often: of 3000, the first gets 4 in a hundred and the first tenth 40.
create function pg_temp.skewed(n integer, topic text, size integer) returns integer
    language sql immutable parallel safe
    return 1 + floor(size * power(pg_temp.share(n, topic), 2.5))::integer;

-- Any of the list, all equally often.
create function pg_temp.pick(n integer, topic text, list text[]) returns text
    language sql immutable parallel safe
    return list[1 + floor(pg_temp.share(n, topic) * cardinality(list))::integer];

-- Any of the list; upto holds the running shares of all but the last.
create function pg_temp.weighted(n integer, topic text, list text[], upto double precision[]) returns text
    language sql immutable parallel safe
    return list[1 + width_bucket(pg_temp.share(n, topic), upto)];

create function pg_temp.job_status(job_id integer) returns text
    language sql immutable parallel safe
    return pg_temp.weighted(
        job_id, 'job status', array['PUBLISHED', 'CLOSED', 'DRAFT', 'ARCHIVED'], array[0.70, 0.86, 0.94]
    );

-- Candidates come first, then employers.
insert into users (
    id, email, email_verified, password_hash, name, clerk_id, role, first_name, last_name, is_active,
    created_at, updated_at
)
select
    n,
    lower(person.first_name || '.' || person.last_name) || n || '@example.org',
    case when pg_temp.share(n, 'verified') < 0.8 then person.since + interval '5 minutes' end,
    case when pg_temp.share(n, 'password') < 0.7 then '$2b$12$' || repeat(md5('password' || n), 2) end,
    person.first_name || ' ' || person.last_name,
    case when pg_temp.share(n, 'clerk') < 0.3 then 'user_' || md5('clerk' || n) end,
    case when n <= current_setting('intowork.candidates')::integer then 'CANDIDATE' else 'EMPLOYER' end::userrole,
    person.first_name,
    person.last_name,
    pg_temp.share(n, 'active') < 0.95,
    person.since,
    person.since
from
    generate_series(1, current_setting('intowork.users')::integer) as n
    cross join lateral (
        select
            pg_temp.pick(n, 'first name', array[
                'Alex', 'Anna', 'Ben', 'Carla', 'David', 'Elena', 'Farid', 'Grace', 'Hugo', 'Ines', 'Jonas',
                'Karim', 'Lena', 'Marie', 'Nadia', 'Omar', 'Paula', 'Rosa', 'Samuel', 'Tom', 'Victor', 'Yasmin'
            ]) as first_name,
            pg_temp.pick(n, 'last name', array[
                'Adams', 'Bernard', 'Costa', 'Diallo', 'Evans', 'Fischer', 'Garcia', 'Haddad', 'Jansen', 'Klein',
                'Lopez', 'Martin', 'Novak', 'Okafor', 'Petit', 'Rossi', 'Schmidt', 'Traore', 'Weber', 'Young'
            ]) as last_name,
            timestamptz '2023-06-01 00:00:00+00' + interval '900 days' * pg_temp.share(n, 'user since') as since
    ) as person;

insert into companies (id, name, description, industry, size, website_url, city, country, created_at, updated_at)
select
    n,
    pg_temp.pick(n, 'company name', array[
        'Northwind', 'Blue Harbour', 'Granite', 'Meridian', 'Oak Street', 'Polaris', 'Redwood', 'Tidal', 'Vantage'
    ])
    || ' ' || pg_temp.pick(n, 'kind', array['Systems', 'Logistics', 'Health', 'Energy', 'Foods', 'Partners'])
    || ' ' || n,
    'A company of the region since ' || 1950 + mod(n, 70) || ', with teams in several countries.',
    pg_temp.pick(n, 'industry', array['Software', 'Logistics', 'Health care', 'Energy', 'Retail', 'Finance']),
    pg_temp.weighted(
        n, 'company size', array['1-10', '11-50', '51-200', '201-1000', '1000+'], array[0.35, 0.65, 0.85, 0.96]
    ),
    'https://company-' || n || '.example.com',
    pg_temp.pick(n, 'company city', array['Paris', 'Lyon', 'Dakar', 'Berlin', 'Lisbon', 'Montreal', 'Brussels']),
    pg_temp.pick(n, 'company country', array['France', 'Senegal', 'Germany', 'Portugal', 'Canada', 'Belgium']),
    timestamptz '2023-06-01 00:00:00+00' + interval '200 days' * pg_temp.share(n, 'company since'),
    timestamptz '2025-01-01 00:00:00+00' + interval '360 days' * pg_temp.share(n, 'company changed')
from generate_series(1, current_setting('intowork.companies')::integer) as n;

insert into candidates (
    id, user_id, phone, location, title, summary, years_experience, salary_expectation_min, salary_expectation_max,
    cv_url, cv_filename, cv_uploaded_at, created_at, updated_at
)
select
    n,
    n,
    '+33 6 ' || lpad((mod(n * 7::bigint, 100000000))::text, 8, '0'),
    pg_temp.pick(n, 'home', array['Paris', 'Lyon', 'Dakar', 'Berlin', 'Lisbon', 'Montreal', 'Brussels', 'Abidjan']),
    pg_temp.pick(n, 'profession', array[
        'Software engineer', 'Data analyst', 'Nurse', 'Accountant', 'Project manager', 'Designer', 'Electrician'
    ]),
    case
        when pg_temp.share(n, 'summary') < 0.7
            then 'Looking for a team that ships, reviews and learns. ' || years.worked || ' years of work in '
                || pg_temp.pick(n, 'field', array['small companies', 'large groups', 'public service', 'start-ups'])
                || ', ready to move within three months and open to remote work.'
    end,
    years.worked,
    wish.least,
    wish.least + 8000,
    case when pg_temp.share(n, 'cv') < 0.8 then '/uploads/cv/' || md5('cv' || n) || '.pdf' end,
    case when pg_temp.share(n, 'cv') < 0.8 then 'cv-' || n || '.pdf' end,
    case when pg_temp.share(n, 'cv') < 0.8 then profile.since + interval '1 day' end,
    profile.since,
    profile.since + interval '2 days'
from
    generate_series(1, current_setting('intowork.candidates')::integer) as n
    cross join lateral (
        select timestamptz '2023-06-01 00:10:00+00' + interval '900 days' * pg_temp.share(n, 'user since') as since
    ) as profile
    cross join lateral (select floor(30 * power(pg_temp.share(n, 'years'), 1.5))::integer as worked) as years
    cross join lateral (select 24000 + 1500 * years.worked as least) as wish;

insert into employers (
    id, user_id, company_id, position, department, phone, can_create_jobs, can_manage_candidates, is_admin,
    created_at, updated_at
)
select
    n,
    current_setting('intowork.candidates')::integer + n,
    case
        when n <= current_setting('intowork.companies')::integer then n
        else pg_temp.skewed(n, 'company of employer', current_setting('intowork.companies')::integer)
    end,
    pg_temp.pick(n, 'position', array['Recruiter', 'HR manager', 'Team lead', 'Founder']),
    pg_temp.pick(n, 'department', array['Human resources', 'Engineering', 'Operations']),
    '+33 1 ' || lpad((mod(n * 11::bigint, 100000000))::text, 8, '0'),
    true,
    pg_temp.share(n, 'manages') < 0.9,
    n <= current_setting('intowork.companies')::integer,
    timestamptz '2023-06-01 00:00:00+00' + interval '200 days' * pg_temp.share(n, 'employer since'),
    timestamptz '2025-01-01 00:00:00+00' + interval '360 days' * pg_temp.share(n, 'employer changed')
from generate_series(1, current_setting('intowork.employers')::integer) as n;

-- Who applies for what, before the jobs are written: their applications_count is right from the start, and no row has
-- to be updated. Early candidates are the active ones; multiplying by a prime spreads the popular jobs over the ids.
-- A pair comes once, but for the first rejected ones: they apply again, and that is open.
create temporary table drawn_application as
with first_time as materialized (
    select
        n,
        candidate_id,
        job_id,
        pg_temp.weighted(
            n, 'application status',
            array['applied', 'viewed', 'rejected', 'shortlisted', 'interview', 'accepted'],
            array[0.44, 0.66, 0.82, 0.91, 0.97]
        ) as status
    from (
        select distinct on (draw.candidate_id, draw.job_id) n, draw.candidate_id, draw.job_id
        from
            generate_series(1, current_setting('intowork.applications')::integer * 5 / 4 + 100) as n
            cross join lateral (
                select
                    pg_temp.skewed(n, 'candidate', asked.candidates) as candidate_id,
                    1 + mod(pg_temp.skewed(n, 'job', asked.jobs) * 104729::bigint, asked.jobs)::integer as job_id
                from (
                    select
                        current_setting('intowork.candidates')::integer as candidates,
                        current_setting('intowork.jobs')::integer as jobs
                ) as asked
            ) as draw
        where pg_temp.job_status(draw.job_id) <> 'DRAFT'
        order by draw.candidate_id, draw.job_id, n
    ) as pair
    order by n
    limit current_setting('intowork.applications')::integer - current_setting('intowork.again')::integer
)
select n, candidate_id, job_id, status, interval '0' as later
from first_time
union all
(
    select
        n, candidate_id, job_id,
        pg_temp.pick(n, 'second status', array['applied', 'viewed', 'interview']),
        interval '60 days'
    from first_time
    where status = 'rejected'
    order by n
    limit current_setting('intowork.again')::integer
);

analyze drawn_application;

-- Posted over two years, the ids roughly in that order; a draft is not posted.
insert into jobs (
    id, employer_id, company_id, title, description, requirements, responsibilities, benefits,
    job_type, location_type, location, salary_min, salary_max, currency, status, is_featured,
    views_count, applications_count, posted_at, expires_at, created_at, updated_at
)
select
    n,
    employer.id,
    employer.company_id,
    job.title,
    job.title || ' wanted for our team in ' || job.city || '. '
    || pg_temp.pick(n, 'opening', array[
        'We build services that hundreds of thousands of people use every day, and we look after them ourselves. ',
        'Our customers are hospitals, schools and town halls; what we deliver has to work on Monday morning. ',
        'We are a young company with a product that sells, and more work than hands. '
    ])
    || pg_temp.pick(n, 'work', array[
        'You plan with the people who use the result, you write down what was decided, and you finish what you start. '
        'Once a week the team looks at what went wrong and changes one thing about it. ',
        'You work in a group of six, with your own area and a colleague who can stand in for you. '
        'Questions are welcome at any time, and nobody is alone with a problem for longer than a day. '
    ])
    || pg_temp.pick(n, 'closing', array[
        'The contract is permanent after a trial of three months, and we answer every application within two weeks.',
        'We pay for two trainings a year, and half of the week may be worked from home.',
        'Experience with Python, SQL or a similar tool helps; wanting to learn counts for more.'
    ]),
    'At least ' || 1 + mod(n, 6) || ' years in a similar position, good written English or French, '
    || pg_temp.pick(n, 'must', array['a driving licence', 'an eye for detail', 'readiness to travel']) || '.',
    case when pg_temp.share(n, 'has duties') < 0.8 then
        'Daily work with the team, weekly reports, care for documentation, help for newcomers, on call in turns.'
    end,
    case when pg_temp.share(n, 'has benefits') < 0.6 then 'Health insurance, meal vouchers, 27 days of leave.' end,
    pg_temp.weighted(
        n, 'job type',
        array['FULL_TIME', 'CONTRACT', 'PART_TIME', 'INTERNSHIP', 'TEMPORARY'], array[0.62, 0.79, 0.89, 0.96]
    )::jobtype,
    pg_temp.weighted(n, 'location type', array['ON_SITE', 'HYBRID', 'REMOTE'], array[0.52, 0.80])::joblocation,
    job.city,
    job.salary,
    job.salary + 1000 * (3 + mod(n, 12)),
    'EUR',
    job.status,
    pg_temp.share(n, 'featured') < 0.03,
    coalesce(counted.applications, 0) * 20 + floor(400 * power(pg_temp.share(n, 'views'), 3))::integer,
    coalesce(counted.applications, 0),
    case when job.status <> 'DRAFT' then job.since end,
    case when job.status <> 'DRAFT' then job.since + interval '90 days' end,
    job.since,
    job.since
from
    generate_series(1, current_setting('intowork.jobs')::integer) as n
    cross join lateral (
        select
            pg_temp.weighted(n, 'seniority', array['', 'Senior ', 'Junior ', 'Lead '], array[0.45, 0.75, 0.92])
            || pg_temp.pick(n, 'role', array[
                'Backend Engineer', 'Frontend Engineer', 'Data Analyst', 'Database Administrator', 'Product Manager',
                'Nurse', 'Accountant', 'Warehouse Clerk', 'Sales Manager', 'Electrician', 'Teacher', 'UX Designer',
                'Python Developer', 'Support Agent', 'Project Manager', 'Recruiter', 'Security Analyst', 'Cook'
            ]) as title,
            pg_temp.pick(n, 'job city', array['Paris', 'Lyon', 'Dakar', 'Berlin', 'Lisbon', 'Montreal']) as city,
            case
                when pg_temp.share(n, 'has salary') < 0.85
                    then 1000 * (22 + floor(70 * power(pg_temp.share(n, 'salary'), 1.4))::integer)
            end as salary,
            timestamptz '2024-01-06 00:00:00+00'
            + interval '670 days' * (n::double precision / current_setting('intowork.jobs')::integer)
            + interval '60 days' * pg_temp.share(n, 'job since') as since,
            pg_temp.job_status(n)::jobstatus as status
    ) as job
    join employers as employer
        on employer.id = pg_temp.skewed(n, 'employer of job', current_setting('intowork.employers')::integer)
    left join (
        select drawn.job_id, count(*)::integer as applications from drawn_application as drawn group by drawn.job_id
    ) as counted
        on counted.job_id = n;

-- The ids follow the clock.
insert into job_applications (
    id, job_id, candidate_id, status, cover_letter, cv_url, notes, applied_at, viewed_at, updated_at
)
select
    row_number() over (order by moment.applied_at, n),
    drawn.job_id,
    drawn.candidate_id,
    drawn.status::applicationstatus,
    case when pg_temp.share(n, 'cover letter') < 0.6 then
        'Dear team, your offer fits what I have done for the last years and what I want to do next. '
        || pg_temp.pick(n, 'letter', array[
            'I have led a small group through two releases and would like to do that again with you.',
            'I come from a neighbouring field and bring what most of your applicants lack: the view of the customer.'
        ]) || ' I am free from the first of next month.'
    end,
    '/uploads/cv/' || md5('cv' || drawn.candidate_id) || '.pdf',
    case when drawn.status in ('interview', 'accepted') then 'Met candidate ' || drawn.candidate_id || '.' end,
    moment.applied_at,
    case when drawn.status <> 'applied' then moment.applied_at + interval '3 days' end,
    case when drawn.status <> 'applied' then moment.applied_at + interval '3 days' else moment.applied_at end
from drawn_application as drawn
join jobs as job on job.id = drawn.job_id
cross join lateral (
    select job.posted_at + drawn.later + interval '45 days' * power(pg_temp.share(drawn.n, 'applied'), 2) as applied_at
) as moment;

-- Double clicks: the open applications that come first by hash are repeated seconds later, the very first one twice.
-- Some of the repeats went further than the original, so that keeping the oldest would be the wrong clean-up.
insert into job_applications (id, job_id, candidate_id, status, cv_url, applied_at, updated_at)
select
    (select max(id) from job_applications) + click.n,
    twice.job_id,
    twice.candidate_id,
    (array['applied', 'viewed', 'interview']::applicationstatus[])[1 + mod(click.n, 3)],
    twice.cv_url,
    twice.applied_at + interval '2 seconds' * click.n,
    twice.applied_at + interval '2 seconds' * click.n
from generate_series(1, current_setting('intowork.duplicates')::integer) as click (n)
join (
    select row_number() over (order by hashint4(id), id) as place, job_id, candidate_id, cv_url, applied_at
    from job_applications
    where status <> 'rejected'
) as twice
    on twice.place = greatest(1, click.n - 1);

drop table drawn_application;

-- One to five skills each, a different one from every group, the first of a group most often.
insert into skills (id, candidate_id, name, level, category, created_at, updated_at)
select
    row_number() over (order by candidate.id, skill_group.n),
    candidate.id,
    (array[
        'Python', 'Excel', 'JavaScript', 'Project management', 'Accounting', 'Photoshop',
        'SQL', 'PostgreSQL', 'Java', 'React', 'Docker', 'Statistics',
        'English', 'French', 'German', 'Spanish', 'Arabic', 'Wolof',
        'Communication', 'Teamwork', 'Negotiation', 'Teaching', 'Planning', 'Patience',
        'Linux', 'Kubernetes', 'Welding', 'First aid', 'Payroll', 'Copywriting'
    ])[(skill_group.n - 1) * 6 + pg_temp.skewed(candidate.id * 5 + skill_group.n, 'skill', 6)],
    1 + floor(5 * pg_temp.share(candidate.id * 5 + skill_group.n, 'level'))::integer,
    (array['TECHNICAL', 'TECHNICAL', 'LANGUAGE', 'SOFT', 'TECHNICAL']::skillcategory[])[skill_group.n],
    candidate.created_at,
    candidate.created_at
from
    candidates as candidate
    cross join lateral generate_series(1, pg_temp.skewed(candidate.id, 'skills', 5)) as skill_group (n);

-- None to three positions each; the latest is the present one for most.
insert into experiences (
    id, candidate_id, title, company, location, start_date, end_date, is_current, description, created_at, updated_at
)
select
    row_number() over (order by candidate.id, held.n),
    candidate.id,
    candidate.title,
    pg_temp.pick(candidate.id * 3 + held.n, 'former company', array[
        'Northwind Logistics', 'Granite Health', 'Polaris Energy', 'Tidal Systems', 'City of Lyon', 'Own business'
    ]),
    candidate.location,
    2025 - 3 * held.n || '-' || lpad((1 + mod(candidate.id, 12))::text, 2, '0'),
    case when not held.is_current then 2028 - 3 * held.n || '-' || lpad((1 + mod(candidate.id, 12))::text, 2, '0') end,
    held.is_current,
    'Responsible for daily operations and for two larger projects, in a team of ' || 3 + mod(candidate.id, 20) || '.',
    candidate.created_at,
    candidate.created_at
from
    candidates as candidate
    cross join lateral (
        select position.n, position.n = 1 and pg_temp.share(candidate.id, 'employed') < 0.8 as is_current
        from generate_series(1, floor(4 * pg_temp.share(candidate.id, 'positions'))::integer) as position (n)
    ) as held;

-- Signing in by a provider: three in five users, some by two of them.
insert into accounts (
    id, user_id, type, provider, provider_account_id, access_token, expires_at, token_type, scope,
    created_at, updated_at
)
select
    row_number() over (order by person.id, given.provider),
    person.id,
    'oauth',
    given.provider,
    abs(hashint4extended(person.id, hashtext(given.provider)))::text,
    md5('access 1' || given.provider || person.id) || md5('access 2' || given.provider || person.id),
    extract(epoch from person.created_at)::integer + 3600,
    'bearer',
    'openid email profile',
    person.created_at,
    person.created_at
from users as person
join (values ('google', 0.00, 0.52), ('github', 0.47, 0.60)) as given (provider, share_from, share_to)
    on pg_temp.share(person.id, 'provider') >= given.share_from
    and pg_temp.share(person.id, 'provider') < given.share_to;

-- Four sessions per five users; a quarter has expired.
insert into sessions (id, user_id, session_token, expires, created_at, updated_at)
select
    n,
    pg_temp.skewed(n, 'session user', current_setting('intowork.users')::integer),
    md5('session 1' || n) || md5('session 2' || n),
    session.expires,
    session.expires - interval '30 days',
    session.expires - interval '30 days'
from
    generate_series(1, current_setting('intowork.users')::integer * 4 / 5) as n
    cross join lateral (
        select
            date_trunc('day', now(), 'UTC') + case
                when pg_temp.share(n, 'session expired') < 0.25
                    then interval '-1 minute' - interval '60 days' * pg_temp.share(n, 'session age')
                else interval '2 days' + interval '28 days' * pg_temp.share(n, 'session age')
            end as expires
    ) as session;

-- One per ten users and twenty more, three in five expired; some addresses asked twice.
insert into verification_tokens (id, identifier, token, expires, created_at)
select
    asked.n,
    person.email,
    md5('verify 1' || asked.n) || md5('verify 2' || asked.n),
    asked.expires,
    asked.expires - interval '1 day'
from
    (
        select
            n,
            pg_temp.skewed(n, 'verification user', current_setting('intowork.users')::integer) as user_id,
            date_trunc('day', now(), 'UTC') + case
                when pg_temp.share(n, 'verification expired') < 0.6
                    then interval '-1 minute' - interval '90 days' * pg_temp.share(n, 'verification age')
                else interval '2 days' + interval '20 hours' * pg_temp.share(n, 'verification age')
            end as expires
        from generate_series(1, 20 + current_setting('intowork.users')::integer / 10) as n
    ) as asked
    join users as person on person.id = asked.user_id;

-- One per twenty users and twenty more: two in five used, as many expired unused, the others open.
insert into password_reset_tokens (id, user_id, token, expires_at, used_at, created_at)
select
    n,
    pg_temp.skewed(n, 'reset user', current_setting('intowork.users')::integer),
    md5('reset 1' || n) || md5('reset 2' || n),
    reset.expires_at,
    case when reset.outcome = 'used' then reset.expires_at - interval '40 minutes' end,
    reset.expires_at - interval '1 hour'
from
    generate_series(1, 20 + current_setting('intowork.users')::integer / 20) as n
    cross join lateral (
        select pg_temp.weighted(n, 'reset outcome', array['used', 'expired', 'open'], array[0.4, 0.8]) as outcome
    ) as drawn
    cross join lateral (
        select
            drawn.outcome,
            date_trunc('day', now(), 'UTC') + case
                when drawn.outcome = 'open' then interval '2 days' + interval '1 hour' * pg_temp.share(n, 'reset age')
                else interval '-1 minute' - interval '90 days' * pg_temp.share(n, 'reset age')
            end as expires_at
    ) as reset;

-- Foreign keys and indexes come back.
do $$
declare
    statement text;
begin
    for statement in select put from put_aside order by put loop
        execute statement;
    end loop;
end
$$;

drop table put_aside;

drop function pg_temp.job_status(integer);

drop function pg_temp.weighted(integer, text, text[], double precision[]);

drop function pg_temp.pick(integer, text, text[]);

drop function pg_temp.skewed(integer, text, integer);

drop function pg_temp.share(integer, text);

-- The ids were given; the next one the application takes has to come after them.
select setval('users_id_seq', max(id)) as last_id from users
union all
select setval('companies_id_seq', max(id)) from companies
union all
select setval('candidates_id_seq', max(id)) from candidates
union all
select setval('employers_id_seq', max(id)) from employers
union all
select setval('experiences_id_seq', max(id)) from experiences
union all
select setval('skills_id_seq', max(id)) from skills
union all
select setval('jobs_id_seq', max(id)) from jobs
union all
select setval('job_applications_id_seq', max(id)) from job_applications
union all
select setval('accounts_id_seq', max(id)) from accounts
union all
select setval('sessions_id_seq', max(id)) from sessions
union all
select setval('verification_tokens_id_seq', max(id)) from verification_tokens
union all
select setval('password_reset_tokens_id_seq', max(id)) from password_reset_tokens;

analyze
    users, companies, candidates, employers, experiences, skills, jobs, job_applications,
    accounts, sessions, verification_tokens, password_reset_tokens;
