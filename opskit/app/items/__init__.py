"""The check types of runbook items, one module each; app.item_kinds says what a module holds."""
