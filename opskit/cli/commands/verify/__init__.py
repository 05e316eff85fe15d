"""Look whether the database is what its migrations say, and change nothing."""

SECTION = "Deploy"
