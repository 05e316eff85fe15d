-- Full-text search on job titles: an expression index, no new column, nothing to keep in step with the title.
--
--   * 'simple', not 'english': the titles are in several languages. The English stemmer mangles the French ones, and its
--     stop words swallow "IT": nobody would find an IT manager. What 'simple' does not do is to find "Engineers" by
--     "engineer"; the ILIKE of today finds that one and not the reverse. Where a beginning has to do, the application
--     asks for a prefix:  to_tsquery('simple', 'engineer:*').
--   * The query has to name the configuration as the index does, or it will not use it: workload job_title_search.
--   * Over all jobs, though only published ones are searched: the planner does not look at what ANALYZE learns of an
--     expression when the index is partial. It would take every word for one in 200 jobs and plan by that.
--   * ANALYZE, because the expression has no statistics before: until autovacuum came, the same guess.
--   * Titles hardly ever change, so an update of views_count stays HOT; and writing takes place in the index's list of
--     pending entries first, which autovacuum works off.

create index concurrently idx_jobs_title_search on jobs using gin (to_tsvector('simple', title));

analyze jobs;
