-- The critical indexes and constraints, as their authors meant them: plain statements, nothing built concurrently.

create unique index unique_candidate_job_application on job_applications (candidate_id, job_id)
where status <> 'rejected';

alter table accounts add constraint unique_user_provider_account unique (user_id, provider, provider_account_id);

create index idx_jobs_status_location_type on jobs (status, location_type) where status = 'PUBLISHED';

create index idx_jobs_status_job_type on jobs (status, job_type) where status = 'PUBLISHED';

create index idx_jobs_employer_id_status on jobs (employer_id, status);

create index idx_jobs_company_id_status on jobs (company_id, status) where status = 'PUBLISHED';

create index idx_job_applications_job_id_status on job_applications (job_id, status);

create index idx_job_applications_candidate_id_status on job_applications (candidate_id, status);

create index idx_job_applications_candidate_job on job_applications (candidate_id, job_id);

create index idx_candidates_user_id on candidates (user_id);

create index idx_skills_candidate_id_name on skills (candidate_id, name);

create index idx_experiences_candidate_id_current on experiences (candidate_id, is_current);

create index idx_sessions_expires on sessions (expires);

create index idx_password_reset_tokens_expires on password_reset_tokens (expires_at) where used_at is null;

create index idx_verification_tokens_expires on verification_tokens (expires);

alter table verification_tokens add constraint unique_identifier_active_token unique (identifier, token);
