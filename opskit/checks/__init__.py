"""What judges the rows of a check whose question is more than SQL: one module per check, found by its name, with
`refine(rows, params) -> rows`. It is pure, and gives rows as a check's query would: object, message, any facts."""
