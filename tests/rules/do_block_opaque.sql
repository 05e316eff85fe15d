-- caught, in doubt: another language
do language plpython3u $$ plpy.execute("drop table t") $$;
-- caught, in doubt: what PL/pgSQL refuses
do $$ begin this is no statement end $$;
-- clean: it can be read
do $$ begin drop table t; end $$;
