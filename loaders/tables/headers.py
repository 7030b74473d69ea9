"""What the headers of a user's table mean: known columns, properties, and columns that are not taken."""

import re
from collections.abc import Iterable

from graph_api.domain import RESERVED_PROPERTIES, Rejected
from loaders.reading.row import shown
from loaders.tables.columns import COLUMNS, EXACT, is_contact, key_of, plain_header

RELATION_KEYS = frozenset({"from", "type", "to"})
_OF_RELATIONS = RELATION_KEYS | {"modality", "role", "weight", "rule", "from_name", "to_name"}
_OF_BOTH = frozenset({"since", "until", "evidence", "datasets"})
_PROPERTY_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
_WITHOUT = "the rows without this column"


class Headers:
    """The headers of one table, and what is to be said of them, each once."""

    def __init__(self, columns: Iterable[str]) -> None:
        self._keys: dict[str, str | None] = {}
        self._columns: dict[str, str] = {}
        self.unsaid: list[Rejected] = []
        self.has_contacts = False
        columns = tuple(columns)
        self.missing = RELATION_KEYS.difference(key_of(column) or "" for column in columns)
        """What a table of relations must have and this one does not."""
        self.is_of_relations = not self.missing
        for column in columns:
            self.key(column)

    def key(self, column: str) -> str | None:
        """The key of what a column holds; None where it is not taken."""
        if column not in self._keys:
            self._keys[column] = self._meaning(column)
        return self._keys[column]

    def column(self, key: str) -> str:
        """The header of the column that holds this; its usual header where there is none."""
        usual = COLUMNS[key].zh if key in COLUMNS else key
        return self._columns.get(key, usual)

    def has(self, key: str) -> bool:
        """Whether there is a column of this key."""
        return key in self._columns

    def _meaning(self, column: str) -> str | None:
        if is_contact(column):
            self.has_contacts = True
            self._say(
                column,
                "contact-refused",
                "how to reach a person is not taken; keep it out of the table",
            )
            return None
        key = key_of(column)
        if key is None or not self._belongs(key):
            key = self._property(column)
        if key is not None and key in self._columns:
            reason = f"it means the same as the column {shown(self._columns[key])}"
            self._say(column, "column-twice", reason)
            return None
        if key is not None:
            self._columns[key] = column
        return key

    def _property(self, column: str) -> str | None:
        """The key of a column that no template has, where its header can be the name of a property."""
        name = plain_header(column)
        reason = "no column of the template has this header"
        if _PROPERTY_NAME.fullmatch(name) is None or name in RESERVED_PROPERTIES:
            reason += (
                ", and it cannot be the name of a property; "
                "use lower-case ASCII letters, digits and _, or another header of the template"
            )
            self._say(column, "column-unknown", reason)
            return None
        self._say(column, "column-unknown", reason, f"its cells as the property {name}")
        return f"property:{name}"

    def _belongs(self, key: str) -> bool:
        """Whether such a table has a column of this key."""
        if key.startswith(("property:", EXACT)) or key in _OF_BOTH:
            return True
        return (key in _OF_RELATIONS) is self.is_of_relations

    def _say(self, column: str, rule: str, reason: str, kept: str = _WITHOUT) -> None:
        self.unsaid.append(Rejected("", reason, column, "", kept, rule))
