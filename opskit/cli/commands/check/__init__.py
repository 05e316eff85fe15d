"""Check the health of a database: findings with the statement that mends each."""

SECTION = "Deploy"
DEFAULT = "run"
