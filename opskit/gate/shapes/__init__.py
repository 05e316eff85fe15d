"""What a source of metrics may give: one module a shape, found by its name. Each has `Shape`, a frozen dataclass of
JSON values, which is what the ledger keeps of one look, and `fold(looks, names) -> Folded`, which only computes: the
values a rule may name, from all looks of a window."""
