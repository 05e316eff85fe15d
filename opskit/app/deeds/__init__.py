"""What items of runbooks may do, one module each; app.deed_kinds says what a module holds."""
