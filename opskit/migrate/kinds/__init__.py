"""What each kind of statement does: one module per node of the parse tree, found by its name (see migrate/flow)."""
