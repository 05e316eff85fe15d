"""The audit trail: what opskit did and saw, append-only, each event sealed by a hash over the one before."""

SECTION = "Report"
DEFAULT = "show"
