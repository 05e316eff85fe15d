"""What can be ordered of a database of a fleet: `work(context, given)` answers, `told(answer)` says it in a few words.
An order names its module. The same module works in a thread here and in a worker elsewhere."""
