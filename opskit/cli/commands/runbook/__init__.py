"""The files behind the checklist: which there are, whether they are sound, and what they say."""

SECTION = "Other"
