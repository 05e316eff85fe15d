-- fact: the revisions of which a run did a statement, whatever became of it since
select distinct s.revision
from opskit.statement as s
where s.run = %(run)s
order by s.revision
