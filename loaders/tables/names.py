"""Which entity a cell names: by its id, by its key, or by its exact name within the workbook."""

from collections.abc import Collection

from graph_api.domain import KINDS, Entity, Kind, is_id, looks_like_id


class UnresolvedError(ValueError):
    """A cell that names no entity, or several; the message says what to write."""


class Names:
    """The entities of a workbook by id, key and name."""

    def __init__(self) -> None:
        self._kinds: dict[str, Kind] = {}
        self._named: dict[str, dict[str, Kind]] = {}
        self._keys: dict[str, str] = {}
        self._made: dict[str, Entity] = {}

    def add(self, entity: Entity, key: str) -> None:
        """Make the entity known by its id, its name, its aliases and the key of its row."""
        self._kinds.setdefault(entity.id, entity.kind)
        for name in (entity.name, *entity.aliases):
            self._named.setdefault(name, {}).setdefault(entity.id, entity.kind)
        if key:
            self._keys.setdefault(key, entity.id)

    def add_made(self, name: str, entity: Entity) -> None:
        """Make an entity known that only items of lists name, unless a row or an item did before."""
        if not self.has(name) and entity.id not in self._kinds:
            self._made[entity.id] = entity
            self._kinds[entity.id] = entity.kind
            self._named.setdefault(name, {})[entity.id] = entity.kind

    def made(self, entity_id: str) -> Entity | None:
        """The entity of this id where only items of lists name it."""
        return self._made.get(entity_id)

    def kind_of(self, entity_id: str) -> Kind | None:
        """The kind of an entity of the workbook; None of one elsewhere."""
        return self._kinds.get(entity_id)

    def has(self, text: str) -> bool:
        """Whether an entity of the workbook has this name or key."""
        return text in self._named or text in self._keys

    def resolve(self, text: str, kinds: Collection[Kind]) -> str:
        """The id of what the cell names, an entity of one of the kinds.

        An id stands for itself, be its entity in the workbook or elsewhere in the graph. Raises
        UnresolvedError for a name of none or of several.
        """
        if text in self._keys:
            return self._keys[text]
        if looks_like_id(text):
            if is_id(text):
                return text
            raise UnresolvedError(f"{text[:100]!r} is not a whole id of the form scheme:value")
        named = self._named.get(text, {})
        found = [entity_id for entity_id, kind in named.items() if kind in kinds]
        if len(found) == 1:
            return found[0]
        if found:
            listed = ", ".join(sorted(found)[:5])
            raise UnresolvedError(
                f"{text[:100]!r} names several entities; write one of the ids {listed}"
            )
        if named:
            labels = ", ".join(sorted({KINDS[kind].zh for kind in named.values()}))
            allowed = ", ".join(KINDS[kind].zh for kind in Kind if kind in kinds)
            raise UnresolvedError(
                f"{text[:100]!r} is of the kind {labels}, and only {allowed} may stand here"
            )
        raise UnresolvedError(
            f"{text[:100]!r} names no entity of this workbook; write its id, or add a row for it"
        )
