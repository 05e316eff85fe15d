"""Have a database watched: metrics of the checks, alert rules, a dashboard, and the proof that the alerts fire."""

SECTION = "Report"
DEFAULT = "export"
