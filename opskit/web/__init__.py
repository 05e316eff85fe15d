"""The door to the web: the only place that speaks HTTP."""
