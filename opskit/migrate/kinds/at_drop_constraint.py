"""DROP CONSTRAINT: of a foreign key on both of its tables; of a key with its index, and what refers to it."""

from __future__ import annotations

from opskit.core.lock import Lock
from opskit.migrate import foreign_keys, kin
from opskit.migrate.altering import altering, cascades, heirs, lock_of, works
from opskit.migrate.flow import Site
from opskit.migrate.touching import Touched, known
from opskit.migrate.world import Constraint, Relation
from opskit.value import replace


def _touches(site: Site, touched: Touched) -> str | None:
    name, table = site.node.name, site.table
    dropped = table.constraints.get(name) if table else None
    if dropped is None:
        return _unknown(site, touched)
    if dropped.inherited:
        return f'42P16: cannot drop inherited constraint "{name}" of relation {site.relation}'
    if dropped.kind == "f":
        touched.lock_all(kin.partitions(site.world, site.relation), lock_of(site))
        foreign_keys.drop(touched, site.relation, dropped)
    elif dropped.kind in "pux":
        return _drop_key(site, touched, dropped)
    elif not dropped.no_inherit:
        touched.lock_all(heirs(site), lock_of(site))
    return None


def _unknown(site: Site, touched: Touched) -> str | None:
    if site.table is not None and site.table.whole:
        missing = f'42704: constraint "{site.node.name}" of relation {site.relation} does not exist'
        return None if site.node.missing_ok else missing
    touched.doubt(f"whether {site.node.name} is a foreign key: then the table it refers to is locked as well")
    return None


def _drop_key(site: Site, touched: Touched, key: Constraint) -> str | None:
    """With the indexes of partitions; foreign keys that rest on it go only with CASCADE."""
    referring = [
        (child, each)
        for child, each in foreign_keys.pointing_at(touched, site.world.noted(site.relation))
        if each.index == key.index or (not each.index and key.kind == "p")
    ]
    if referring and not cascades(site):
        child, each = referring[0]
        return f"2BP01: constraint {each.name} on table {child.name} depends on {key.index}"
    for child, each in referring:
        foreign_keys.drop(touched, child.name, each)
    for relation in kin.relations_of(site.world, kin.partitions(site.world, site.relation)):
        touched.lock(relation.name, lock_of(site))
        for index in relation.indexes.values():
            if key.index in (index.name, index.parent):
                touched.lock(index.name, Lock.ACCESS_EXCLUSIVE)
    if not known(site.table):
        touched.doubt("whether foreign keys rest on it")
    return None


effect = altering(_touches)


def after(site: Site) -> None:
    """A foreign key that CASCADE takes along goes from its table too."""
    table = site.world.get(site.relation)
    dropped = table.constraints.get(site.node.name) if table else None
    if not works(site) or table is None or dropped is None:
        return
    if dropped.kind in "pu" and cascades(site):
        for child, each in foreign_keys.pointing_at(Touched(site.world), table):
            _without(site, child, each)
    for relation in list(kin.relations_of(site.world, heirs(site))):
        here = relation.constraints.get(site.node.name) or _share(relation, dropped)
        if here is not None and (relation.name == table.name or here.inherited):
            _without(site, relation, here)


def _share(relation: Relation, dropped: Constraint) -> Constraint | None:
    """A partition's key has a name of its own."""
    index = next((each for each in relation.indexes.values() if each.parent and each.parent == dropped.index), None)
    return relation.constraints.get(index.constraint) if index else None


def _without(site: Site, relation: Relation, dropped: Constraint) -> None:
    constraints = {name: each for name, each in relation.constraints.items() if name != dropped.name}
    own = dropped.index if dropped.kind in "pux" else ""
    indexes = {name: each for name, each in relation.indexes.items() if name != own}
    columns = dict(relation.columns)
    for name in dropped.columns if dropped.kind == "n" else ():
        columns[name] = replace(columns[name], not_null=False) if name in columns else columns[name]
    site.world.put(replace(relation, constraints=constraints, indexes=indexes, columns=columns))
    parent = site.world.get(dropped.references) if dropped.kind == "f" else None
    others = [each for each in constraints.values() if each.kind == "f" and each.references == dropped.references]
    if parent is not None and not others:
        left = tuple(name for name in parent.referenced_by if name != relation.name)
        site.world.put(replace(parent, referenced_by=left))
