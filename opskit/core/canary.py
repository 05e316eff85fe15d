"""What a canary of a database can be, what each kind of it shows, and what none of its passes can show.

Two versions of an application share one schema: there is no "two percent of a table". So a gate declares what its
canary is, and whatever it decides is told together with that."""

from __future__ import annotations

from opskit.value import Value


class Canary(Value):
    """`told` is how a page names it; `cannot` what a pass of it says nothing about."""

    kind: str
    told: str
    shows: str
    cannot: str


KINDS = {
    each.kind: each
    for each in (
        Canary(
            "cluster", "cluster (one of several, migrated first)", "everything, on one cluster",
            "what the data of the other clusters is like",
        ),
        Canary(
            "role", "role (a share of the traffic, on the same database)",
            "settings of a role, new application code on the new schema, the size of pools",
            "indexes, constraints, anything in the catalog: all roles see them at once",
        ),
        Canary(
            "logical-replica", "logical-replica (a subscriber that serves reads)",
            "how long a build takes, plans, the latency of reads, sizes",
            "what writes cost on the primary, and how locks behave there",
        ),
        Canary(
            "physical-replica", "physical-replica (a streaming standby)",
            "a minor version, settings of memory and cost, the load of reads",
            "an index or any other change of the schema: it is the primary's, byte for byte",
        ),
        Canary(
            "before-after", "before-after (single cluster)", "this cluster, after against before",
            "the cause: any other change in between has its part in it; it is the weakest kind",
        ),
        Canary(
            "rehearsal", "rehearsal (a restored clone)", "how long it takes, its locks, the way back",
            "live load: it is staging, no canary",
        ),
    )
}  # fmt: skip
