"""Which records are one: connected components over what makes two records the same, cut by what parts them.

The answer is a function of the set of records, keys and judgements: no order of loading, of files or of
rows changes it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph_api.domain import STRONG_SCHEMES, canonical_id, scheme_of


@dataclass(frozen=True, slots=True)
class Member:
    """A record that has a key, and the data sets that state it under that very name."""

    record_id: str
    datasets: frozenset[str]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of pairs of records beside their names, each pair of ids once in any order.

    `same` and `different` are people's judgements; `close` are pairs that a rule found to be the same.
    """

    same: Collection[tuple[str, str]] = ()
    different: Collection[tuple[str, str]] = ()
    close: Collection[tuple[str, str]] = ()


def leads_to(
    groups: Iterable[Sequence[Member]], known: Known, exists: Collection[str] | None = None
) -> dict[str, str]:
    """The canonical id of each record that is one with another; canonical ones themselves are left out.

    `groups` are records that share a key: an exact name within one kind. A key parts nothing and joins
    nobody where it is ambiguous: where two of its records are of one data set, which told them apart
    itself, or have different ids of one strong scheme. Judgements come first, then keys, then `close`.
    With `exists`, pairs with a record that is not in it are passed by.
    """
    joined = _Joined(known.different)
    for one, other in sorted(_present(known.same, exists)):
        joined.join_judged(one, other)
    for group in sorted(groups, key=lambda members: min(one.record_id for one in members)):
        if _is_ambiguous(group):
            continue
        first, *others = sorted(one.record_id for one in group)
        for other in others:
            joined.join(first, other)
    for one, other in sorted(_present(known.close, exists)):
        joined.join(one, other)
    return joined.leads_to()


def _present(
    pairs: Iterable[tuple[str, str]], exists: Collection[str] | None
) -> set[tuple[str, str]]:
    ordered = {(min(pair), max(pair)) for pair in pairs}
    return {pair for pair in ordered if exists is None or (pair[0] in exists and pair[1] in exists)}


def _is_ambiguous(group: Sequence[Member]) -> bool:
    datasets = [dataset for one in group for dataset in one.datasets]
    schemes = [scheme for one in group for scheme in _strong_schemes([one.record_id])]
    return len(datasets) != len(set(datasets)) or len(schemes) != len(set(schemes))


def _strong_schemes(records: Iterable[str]) -> set[str]:
    return {scheme for record in records if (scheme := scheme_of(record)) in STRONG_SCHEMES}


class _Joined:
    """Sets of records that are one, which never join what was judged to be different."""

    def __init__(self, different: Iterable[tuple[str, str]]) -> None:
        self._set_of: dict[str, set[str]] = {}
        self._apart: dict[str, set[str]] = {}
        for one, other in different:
            self._apart.setdefault(one, set()).add(other)
            self._apart.setdefault(other, set()).add(one)

    def join_judged(self, one: str, other: str) -> None:
        """Join what people say is one, unless others of its set were judged to be different."""
        self._unite(self._of(one), self._of(other))

    def join(self, one: str, other: str) -> None:
        """Join two records unless a strong scheme would then have two ids for one thing."""
        first, second = self._of(one), self._of(other)
        if not _strong_schemes(first) & _strong_schemes(second):
            self._unite(first, second)

    def leads_to(self) -> dict[str, str]:
        """The canonical id of each record of a set of several, itself left out."""
        answer: dict[str, str] = {}
        for record, part in self._set_of.items():
            canonical = canonical_id(part)
            if record != canonical:
                answer[record] = canonical
        return answer

    def _of(self, record: str) -> set[str]:
        return self._set_of.setdefault(record, {record})

    def _unite(self, first: set[str], second: set[str]) -> None:
        if first is second or any(self._apart.get(record, set()) & second for record in first):
            return
        first |= second
        for record in second:
            self._set_of[record] = first


def groups_of(rows: Iterable[tuple[str, str, str, str]]) -> Iterable[list[Member]]:
    """The groups of rows `(kind, form, record id, data set)` that come ordered by kind, form and record.

    The data set is "" where the record has the name through the table of aliases only.
    """
    key: tuple[str, str] | None = None
    datasets: dict[str, set[str]] = {}
    for kind, form, record_id, dataset in rows:
        if (kind, form) != key:
            if len(datasets) > 1:
                yield _members(datasets)
            key, datasets = (kind, form), {}
        datasets.setdefault(record_id, set()).update({dataset} - {""})
    if len(datasets) > 1:
        yield _members(datasets)


def _members(datasets: Mapping[str, set[str]]) -> list[Member]:
    return [Member(record_id, frozenset(names)) for record_id, names in datasets.items()]
