"""What is done, what is open, and the next command: items that opskit measures, and items that a person signs."""

SECTION = "Deploy"
DEFAULT = "show"
