"""Many databases at once: the same look or the same migrations, some at a time, wave after wave."""

SECTION = "Other"
