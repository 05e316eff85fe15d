"""Objects of the schema as statements that make them again, read from the catalog before they go.

sql/facts/undo_define_<catalog>….sql has the statements for the rows of a catalog (pg_class: undo_define_class_table
and others): oid, sub, place, statement, trouble. At place 0 they stand in the order in which they need each other; at a
later one after all of these. `trouble` says why something cannot come back."""
