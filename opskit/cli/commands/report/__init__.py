"""Whether an environment is ready, with the evidence; earlier reports, and what has changed between two."""

SECTION = "Report"
DEFAULT = "write"
