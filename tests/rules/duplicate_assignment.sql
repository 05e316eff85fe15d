-- caught: twice
update t set a = 1, a = 2;
-- clean: two columns
update t set a = 1, b = 2;
-- clean: two elements of an array
update t set a[1] = 1, a[2] = 2;
