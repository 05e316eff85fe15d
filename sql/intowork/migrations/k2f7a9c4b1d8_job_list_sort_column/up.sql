-- revises: h8c2d6e5f4g3
-- The job list filters by location and takes the newest ten: with posted_at in the index it reads ten and sorts none.

create index idx_jobs_published_location_posted on jobs (location_type, posted_at desc) where status = 'PUBLISHED';
