"""What is handed to the query of a check beside its thresholds, because the database cannot know it: one module each,
named as in the header key `given`. `gather(around)` returns something that is written as JSON, or raises Withheld."""
