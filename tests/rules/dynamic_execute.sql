-- caught, in doubt: put together when it runs
do $$ declare r record; begin
  for r in select relname from pg_class loop
    execute format('drop table %I', r.relname);
  end loop;
end $$;
-- clean: a plain string
do $$ begin execute 'drop table t'; end $$;
-- clean: no EXECUTE
do $$ begin drop table t; end $$;
