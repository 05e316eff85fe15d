"""Whether a change may go on from one environment to the next: metrics with limits, watched over a soak, and
decided."""

SECTION = "Gate"
DEFAULT = "status"
