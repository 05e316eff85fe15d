"""An answer -> suites of cases: the module of the answer's name has `suites`. A command whose answer has one may be
drawn as JUnit."""
