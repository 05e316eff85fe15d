"""What is known of a database while a migration is read: its relations as the catalog has them, changed statement by
statement as the migration would change them. Without a database it starts empty, and what is not in it is unknown
rather than absent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from opskit.core.identifier import qualified
from opskit.value import Value, field, replace


class Column(Value):
    """`type` as format_type prints it; `generated` is "", "s" (stored) or "v" (virtual); `identity` "", "a" or "d";
    `collation` where it is not the type's own; `sequence` the one it owns; `inherited` from a parent."""

    name: str
    type: str = ""
    not_null: bool = False
    default: str = ""
    generated: str = ""
    identity: str = ""
    collation: str = ""
    sequence: str = ""
    inherited: bool = False


class Constraint(Value):
    """`kind` is pg_constraint.contype: c, f, p, u, x, n (18) or t. `expression` is the text of a CHECK; `references`
    the relation a foreign key points to; `index` the index that enforces it; `definition` is there for f and x only.
    `no_inherit`: children have none of it; `inherited`: it is a parent's, or a partition's share of its parent's."""

    name: str
    kind: str
    columns: tuple[str, ...] = ()
    validated: bool = True
    expression: str = ""
    references: str = ""
    referenced_columns: tuple[str, ...] = ()
    index: str = ""
    definition: str = ""
    enforced: bool = True
    no_inherit: bool = False
    inherited: bool = False


class Index(Value):
    """`columns` are the key columns, "" for an expression; `uses` every column that the index reads; `opclasses` the
    operator class of each key column; `expressions`: it has some."""

    name: str
    columns: tuple[str, ...] = ()
    uses: frozenset[str] = frozenset()
    unique: bool = False
    valid: bool = True
    method: str = "btree"
    constraint: str = ""
    partial: bool = False
    partitioned: bool = False
    parent: str = ""
    definition: str = ""
    opclasses: tuple[str, ...] = ()
    expressions: bool = False
    replica_identity: bool = False
    tablespace: str = ""


class Relation(Value):
    """`name` is schema-qualified and quoted as it prints. `kind` is pg_class.relkind. `views` names for each column the
    views that read it. `toast` is whether it has a TOAST table. `fresh`: this migration made it, nobody waits for
    it. `whole`: columns, constraints and indexes are all known (from the catalog, or because this migration made it);
    otherwise only what the migration itself has said. `parents`, `children`: inheritance or partitions.
    `strategy` is pg_partitioned_table.partstrat (r, l, h). `dependents` names for each column what else of this table
    reads it: "column x" (generated), "policy x", "trigger x". `of_type` is the composite type of a typed table."""

    name: str
    kind: str = "r"
    columns: Mapping[str, Column] = field(default_factory=dict)
    constraints: Mapping[str, Constraint] = field(default_factory=dict)
    indexes: Mapping[str, Index] = field(default_factory=dict)
    referenced_by: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    children: tuple[str, ...] = ()
    is_partition: bool = False
    partition_key: tuple[str, ...] = ()
    bound: str = ""
    default_partition: str = ""
    detach_pending: bool = False
    views: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    triggers: tuple[str, ...] = ()
    sequences: tuple[str, ...] = ()
    statistics: tuple[str, ...] = ()
    publications: tuple[str, ...] = ()
    toast: bool = False
    persistence: str = "p"
    access_method: str = "heap"
    replica_identity: str = "d"
    rows: float = -1.0
    bytes: int = 0
    owner: str = ""
    tablespace: str = ""
    of_type: str = ""
    strategy: str = ""
    dependents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fresh: bool = False
    whole: bool = False


class TypeInfo(Value):
    """A type as the catalog has it: `kind` is pg_type.typtype; `base` the type under a domain; `constrained` says that
    the domain (or one below it) has a CHECK or NOT NULL; `used_by` the relations with a column of it; `default` the
    text of the domain's own."""

    name: str
    kind: str = "b"
    base: str = ""
    constrained: bool = False
    used_by: tuple[str, ...] = ()
    default: str = ""


# pg_class.relkind
KINDS = {
    "r": "table", "p": "partitioned table", "v": "view", "m": "materialized view", "f": "foreign table",
    "S": "sequence", "c": "composite type",
}  # fmt: skip


def toast_names(table: str) -> tuple[str, str]:
    """What the TOAST table of a table, and its index, are called here."""
    return f"toast of {table}", f"toast index of {table}"


class World:
    """`major` and `version` (server_version_num) are 0 where no server is known. `complete`: it was read from a
    catalog, so what is not here does not exist. `volatility` answers for expressions of the migration's defaults, by
    their text, with i, s or v, as the server's planner sees them after inlining. `coercible` holds pairs of type names
    whose values need no rewrite (binary coercible). `opclasses` names the operator class an index has by default for
    an access method and a type; `assignable` holds the pairs of types between which an assignment casts: empty where
    that is not known; `tablespace` is where a table goes that names none, `login` who reads. `settings` are in effect
    before the migration sets any: those of the login and the database, and deadlock_timeout. `paths` are the search
    paths by what a file has set before a statement (see migrate/framing).
    `new_labels` are values of enums, each with its type's name, that a transaction still open has added.
    `dropped_indexes` are those that the migration took from a table that stays, each with that table's name."""

    def __init__(
        self,
        relations: Iterable[Relation] = (),
        *,
        version: int = 0,
        complete: bool = False,
        search_path: tuple[str, ...] = ("public",),
        timezone: str = "",
        types: Mapping[str, TypeInfo] | None = None,
        volatility: Mapping[str, str] | None = None,
        coercible: frozenset[tuple[str, str]] = frozenset(),
        opclasses: Mapping[tuple[str, str], str] | None = None,
        assignable: frozenset[tuple[str, str]] = frozenset(),
        tablespace: str = "pg_default",
        login: str = "",
        settings: Mapping[str, str] | None = None,
        paths: Mapping[tuple[str, ...], tuple[str, ...]] | None = None,
    ) -> None:
        self.version = version
        self.complete = complete
        self.search_path = search_path
        self.timezone = timezone
        self.types = dict(types or {})
        self.volatility = dict(volatility or {})
        self.coercible = coercible
        self.opclasses = dict(opclasses or {})
        self.assignable = assignable
        self.tablespace = tablespace
        self.login = login
        self.settings = dict(settings or {})
        self.paths = {(): search_path, **(paths or {})}
        self.dropped_indexes: dict[str, tuple[str, Index]] = {}
        self.new_labels: set[tuple[str, str]] = set()
        self._relations = {each.name: each for each in relations}
        self._table_of_index = {index: each.name for each in self._relations.values() for index in each.indexes}

    def copy(self) -> World:
        """Another one that can be changed apart from this."""
        return World(
            self._relations.values(), version=self.version, complete=self.complete, search_path=self.search_path,
            timezone=self.timezone, types=self.types, volatility=self.volatility, coercible=self.coercible,
            opclasses=self.opclasses, assignable=self.assignable, tablespace=self.tablespace, login=self.login,
            settings=self.settings, paths=self.paths,
        )  # fmt: skip

    def enter(self, session: tuple[str, ...]) -> None:
        """What follows is said in a session with these settings."""
        self.search_path = self.paths.get(session, self.paths[()])

    def settle(self) -> None:
        """A file has ended: what it made is no longer its own, the next one may come weeks later."""
        self._relations = {key: replace(each, fresh=False) for key, each in self._relations.items()}

    @property
    def major(self) -> int:
        return self.version // 10000

    def known_from(self, major: int) -> bool:
        """Whether the server certainly has what came with this major version; unknown servers are the oldest."""
        return self.major >= major

    def key(self, schema: str, name: str) -> str:
        """The name a relation goes by here: as given with its schema, else the first of that name on the search path,
        else as it would be made."""
        if schema:
            return self._with_schema(schema, name)
        here = (qualified(each, name) for each in self.search_path)
        found = next((each for each in here if each in self._relations or each in self._table_of_index), "")
        return found or (
            qualified(self.search_path[0], name) if self.complete and self.search_path else qualified(name)
        )

    def _with_schema(self, schema: str, name: str) -> str:
        """What was made without a schema is found with the one it lands in."""
        full, bare = qualified(schema, name), qualified(name)
        lands = not self.complete and schema in self.search_path[:1] and full not in self._relations
        return bare if lands and (bare in self._relations or bare in self._table_of_index) else full

    def find(self, schema: str, name: str) -> Relation | None:
        return self._relations.get(self.key(schema, name))

    def get(self, key: str) -> Relation | None:
        return self._relations.get(key)

    def table_of_index(self, schema: str, name: str) -> Relation | None:
        return self._relations.get(self._table_of_index.get(self.key(schema, name), ""))

    def table_with_index(self, key: str) -> Relation | None:
        return self._relations.get(self._table_of_index.get(key, ""))

    def kinds(self) -> dict[str, str]:
        """A word for what each relation is, indexes and TOAST tables among them."""
        words = {each.name: KINDS.get(each.kind, "relation") for each in self._relations.values()}
        words |= dict.fromkeys(self._table_of_index, "index")
        return words | {name: "toast" for each in self._relations.values() for name in toast_names(each.name)}

    def relations(self) -> Iterable[Relation]:
        return self._relations.values()

    def put(self, relation: Relation) -> None:
        """Make it so: the migration created or changed this relation."""
        before = self._relations.get(relation.name)
        self._relations[relation.name] = relation
        if before is not None and before.indexes is relation.indexes:
            return
        known = before.indexes if before else {}
        for key in known.keys() - relation.indexes.keys():
            self._table_of_index.pop(key, None)
            self.dropped_indexes[key] = (relation.name, known[key])
        self._table_of_index |= dict.fromkeys(relation.indexes.keys() - known.keys(), relation.name)

    def drop(self, key: str) -> None:
        gone = self._relations.pop(key, None)
        for index in gone.indexes if gone else ():
            self._table_of_index.pop(index, None)

    def noted(self, key: str) -> Relation:
        """The relation, or a blank one about which only this migration speaks, to be put back changed."""
        return self._relations.get(key) or Relation(key)

    def rename(self, key: str, new: str) -> None:
        relation = self._relations.get(key)
        if relation:
            self.drop(key)
            self.put(replace(relation, name=new))


def unvalidated_not_null(table: Relation | None, column: str) -> Constraint | None:
    """The NOT NULL of a column that was added as NOT VALID (18) and waits to be validated."""
    for each in table.constraints.values() if table else ():
        if each.kind == "n" and not each.validated and each.columns == (column,):
            return each
    return None
