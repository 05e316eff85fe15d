"""How a run speaks while it works: in lines, by bars on a terminal, as a stream of events."""
