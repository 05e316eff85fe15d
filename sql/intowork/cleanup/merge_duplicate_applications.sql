-- Keeps one application of every candidate for every job, deletes the other ones, and returns what it deleted.
--
-- What it decides, and a person signs for before it runs:
--   * of several applications that are not rejected, the furthest advanced stays
--     (accepted, interview, shortlisted, viewed, applied: the order of the enum), among equals the earliest;
--   * cover letter, CV link and notes of the others are lost; nothing is copied over to the one that stays;
--   * rejected applications are history: they are not touched and do not count.
--
-- Idempotent: when no candidate has two such applications for one job, it deletes nothing. It can be run while the
-- application works, but a double click after it makes a new pair; only unique_candidate_job_application ends that.

with ranked as (
    select
        id,
        row_number() over (
            partition by candidate_id, job_id
            order by status desc, applied_at, id
        ) as place
    from job_applications
    where status <> 'rejected'
)
delete from job_applications as application
using ranked
where
    application.id = ranked.id
    and ranked.place > 1
returning
    application.id,
    application.candidate_id,
    application.job_id,
    application.status,
    application.applied_at;
