"""The statements opskit has a safer form for, or a step of their own: one module per kind (see migrate/classify)."""
