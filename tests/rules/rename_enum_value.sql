-- caught: a value
alter type mood rename value 'sad' to 'blue';
-- clean: a new value
alter type mood add value 'fine';
-- clean: the type
alter type mood rename to feeling;
