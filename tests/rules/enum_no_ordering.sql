-- caught: behind all others
alter type mood add value 'calm';
-- clean: before one
alter type mood add value 'calm' before 'sad';
-- clean: renamed
alter type mood rename value 'sad' to 'calm';
