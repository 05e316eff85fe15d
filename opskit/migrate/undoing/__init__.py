"""How a statement that runs as written is taken back, by a module for each kind of statement (create_trig_stmt) or
command of ALTER TABLE (at_drop_column), with

    undo(clause, db) -> Undo | Irreversible

read from the parse tree and from the catalog as it is before the statement runs. `db` looks names up where the
statement will."""
