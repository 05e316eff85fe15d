update opskit.statement
set state = 'undone'
where revision = %(revision)s and state <> 'undone'
