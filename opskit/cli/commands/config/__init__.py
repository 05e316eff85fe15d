"""What opskit is set to do here."""

SECTION = "Other"
DEFAULT = "show"
