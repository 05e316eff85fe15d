"""opskit turns the runbook of a deploy window into idempotent, dry-runnable, tracked actions on PostgreSQL.

\b
  opskit demo                                  the whole window, on throwaway servers
  opskit check --dsn 'service=mydb'            look at any database, change nothing
"""
