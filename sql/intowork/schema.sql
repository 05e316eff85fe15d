-- The IntoWork job board: the 12 tables as they stood before migration h8c2d6e5f4g3.
-- Foreign keys are all "no action", booleans have no default, and every table carries an index ix_<table>_id that
-- repeats its primary key: so it is in the application's database, and so it stays here for the checks to find.

create type userrole as enum ('CANDIDATE', 'EMPLOYER', 'ADMIN');
create type skillcategory as enum ('TECHNICAL', 'SOFT', 'LANGUAGE');
create type jobtype as enum ('FULL_TIME', 'PART_TIME', 'CONTRACT', 'TEMPORARY', 'INTERNSHIP');
create type joblocation as enum ('ON_SITE', 'REMOTE', 'HYBRID');
create type jobstatus as enum ('DRAFT', 'PUBLISHED', 'CLOSED', 'ARCHIVED');
create type applicationstatus as enum ('applied', 'viewed', 'shortlisted', 'interview', 'rejected', 'accepted');

create table users (
    id serial primary key,
    email varchar not null,
    email_verified timestamptz,
    password_hash varchar,
    name varchar,
    image varchar,
    clerk_id varchar,
    role userrole not null,
    first_name varchar not null,
    last_name varchar not null,
    is_active boolean,
    created_at timestamptz default now(),
    updated_at timestamptz default now()
);
create index ix_users_id on users (id);
create unique index ix_users_email on users (email);
create unique index ix_users_clerk_id on users (clerk_id);

create table companies (
    id serial primary key,
    name varchar not null,
    description text,
    industry varchar,
    size varchar,
    website_url varchar,
    linkedin_url varchar,
    address varchar,
    city varchar,
    country varchar,
    logo_url varchar,
    created_at timestamptz default now(),
    updated_at timestamptz default now()
);
create index ix_companies_id on companies (id);

create table candidates (
    id serial primary key,
    user_id integer not null unique references users (id),
    phone varchar,
    location varchar,
    linkedin_url varchar,
    website_url varchar,
    profile_picture_url varchar,
    title varchar,
    summary text,
    years_experience integer,
    salary_expectation_min integer,
    salary_expectation_max integer,
    cv_url varchar,
    cv_filename varchar,
    cv_uploaded_at timestamptz,
    created_at timestamptz default now(),
    updated_at timestamptz default now()
);
create index ix_candidates_id on candidates (id);

create table employers (
    id serial primary key,
    user_id integer not null unique references users (id),
    company_id integer references companies (id),
    position varchar,
    department varchar,
    phone varchar,
    can_create_jobs boolean,
    can_manage_candidates boolean,
    is_admin boolean,
    created_at timestamptz default now(),
    updated_at timestamptz default now()
);
create index ix_employers_id on employers (id);

create table experiences (
    id serial primary key,
    candidate_id integer not null references candidates (id),
    title varchar not null,
    company varchar not null,
    location varchar,
    start_date varchar not null,
    end_date varchar,
    is_current boolean,
    description text,
    created_at timestamptz default now(),
    updated_at timestamptz default now()
);
create index ix_experiences_id on experiences (id);

create table skills (
    id serial primary key,
    candidate_id integer not null references candidates (id),
    name varchar not null,
    level integer not null,
    category skillcategory not null,
    created_at timestamptz default now(),
    updated_at timestamptz default now()
);
create index ix_skills_id on skills (id);

create table jobs (
    id serial primary key,
    employer_id integer not null references employers (id),
    company_id integer not null references companies (id),
    title varchar not null,
    description text not null,
    requirements text,
    responsibilities text,
    benefits text,
    job_type jobtype not null,
    location_type joblocation not null,
    location varchar,
    salary_min integer,
    salary_max integer,
    currency varchar,
    status jobstatus not null,
    is_featured boolean,
    views_count integer,
    applications_count integer,
    posted_at timestamptz,
    expires_at timestamptz,
    created_at timestamptz default now(),
    updated_at timestamptz default now()
);
create index ix_jobs_id on jobs (id);
create index ix_jobs_title on jobs (title);

create table job_applications (
    id serial primary key,
    job_id integer not null references jobs (id),
    candidate_id integer not null references candidates (id),
    status applicationstatus not null,
    cover_letter text,
    cover_letter_url varchar,
    cv_url varchar,
    notes text,
    applied_at timestamptz default now(),
    viewed_at timestamptz,
    updated_at timestamptz default now()
);
create index ix_job_applications_id on job_applications (id);

create table accounts (
    id serial primary key,
    user_id integer not null references users (id),
    type varchar not null,
    provider varchar not null,
    provider_account_id varchar not null,
    refresh_token text,
    access_token text,
    expires_at integer,
    token_type varchar,
    scope varchar,
    id_token text,
    session_state varchar,
    created_at timestamptz default now(),
    updated_at timestamptz default now()
);
create index ix_accounts_id on accounts (id);
create index ix_accounts_user_id on accounts (user_id);

create table sessions (
    id serial primary key,
    user_id integer not null references users (id),
    session_token varchar not null,
    expires timestamptz not null,
    created_at timestamptz default now(),
    updated_at timestamptz default now()
);
create index ix_sessions_id on sessions (id);
create unique index ix_sessions_session_token on sessions (session_token);
create index ix_sessions_user_id on sessions (user_id);

create table verification_tokens (
    id serial primary key,
    identifier varchar not null,
    token varchar not null,
    expires timestamptz not null,
    created_at timestamptz default now()
);
create index ix_verification_tokens_id on verification_tokens (id);
create unique index ix_verification_tokens_token on verification_tokens (token);

create table password_reset_tokens (
    id serial primary key,
    user_id integer not null references users (id),
    token varchar not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    created_at timestamptz default now()
);
create index ix_password_reset_tokens_id on password_reset_tokens (id);
create unique index ix_password_reset_tokens_token on password_reset_tokens (token);
create index ix_password_reset_tokens_user_id on password_reset_tokens (user_id);
