-- The application sends its ILIKE again before this runs: without the index the new query reads every job.

drop index concurrently idx_jobs_title_search;
