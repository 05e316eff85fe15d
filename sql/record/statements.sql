-- fact: the statements recorded for a revision, in the order they ran
select s.ordinal, s.part, s.summary, s.sql, s.undo, s.irreversible, s.loss, s.state, s.run, s.started_at, s.finished_at
from opskit.statement as s
where s.revision = %(revision)s
order by s.ordinal, s.part
