-- Drops the 16 objects of up.sql, the last one first. No row is touched.

alter table verification_tokens drop constraint unique_identifier_active_token;

drop index idx_verification_tokens_expires;

drop index idx_password_reset_tokens_expires;

drop index idx_sessions_expires;

drop index idx_experiences_candidate_id_current;

drop index idx_skills_candidate_id_name;

drop index idx_candidates_user_id;

drop index idx_job_applications_candidate_job;

drop index idx_job_applications_candidate_id_status;

drop index idx_job_applications_job_id_status;

drop index idx_jobs_company_id_status;

drop index idx_jobs_employer_id_status;

drop index idx_jobs_status_job_type;

drop index idx_jobs_status_location_type;

alter table accounts drop constraint unique_user_provider_account;

drop index unique_candidate_job_application;
