"""The snapshot: all that matching looks at, read once from the graph and never changed."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from graph_api.domain import ORGANISATIONS, Evidence, Kind, RelationType, Subgraph
from graph_api.matching.columns import GrowingLists, Ints, Lists, Texts, grouped
from graph_api.matching.dictionary import Dictionary, build_dictionary
from graph_api.matching.drafting import offers_of
from graph_api.matching.drafts import Draft, drafts
from graph_api.matching.offers import Offers
from graph_api.matching.paths import Links, Path, Way, links_of, relation_id
from graph_api.matching.records import MODALITIES, Records, records_in, records_of
from graph_api.matching.relations import SUBJECTS, Relations, relations_of
from graph_api.matching.text import TextIndex, index_texts
from graph_api.matching.things import Things, things_of
from graph_api.store import Graph

_T = RelationType


@dataclass(frozen=True, slots=True, eq=False)
class Hierarchy:
    """How services and subjects hang together, by place: wholes and parts, inputs and outputs."""

    wholes: Lists
    parts: Lists
    inputs: Lists
    outputs: Lists


@dataclass(frozen=True, slots=True, eq=False)
class Firms:
    """What of an organisation decides who can serve it: its subjects, and the complexes it takes part in.

    `having` are the organisations that have a subject.
    """

    subjects: Lists
    having: Lists
    complexes: Mapping[int, frozenset[int]]


@dataclass(frozen=True, slots=True, eq=False)
class Products:
    """Where it is stated that a firm makes a product; `pairs` are firm × `size` + product, ascending."""

    pairs: NDArray[np.int64]
    facts: Lists
    sources: Texts
    quotes: Texts
    size: int

    def evidence(self, firm: int, product: int) -> tuple[Evidence, ...]:
        """Where it is stated; nothing for a pair that is not."""
        pair = firm * self.size + product
        place = int(np.searchsorted(self.pairs, pair))
        if place == len(self.pairs) or self.pairs[place] != pair:
            return ()
        return tuple(
            Evidence(self.sources[one], self.quotes[one]) for one in self.facts[place].tolist()
        )


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Snapshot:
    """Offers, words, texts and links of one revision of the graph."""

    revision: str
    entities: Things
    offers: Offers
    hierarchy: Hierarchy
    firms: Firms
    dictionary: Dictionary
    texts: TextIndex
    links: Links
    products: Products

    def path(self, way: Way) -> Path:
        """A way by the ids and names of its entities and relations."""
        ids, names = self.entities.ids, self.entities.names
        return Path(
            tuple(ids[place] for place in way.entities),
            tuple(names[place] for place in way.entities),
            tuple(relation_id(self.links, place, ids) for place in way.links),
            tuple(MODALITIES[self.links.modality[place]] for place in way.links),
            way.closeness,
        )


def snapshot(graph: Graph) -> Snapshot:
    """The snapshot of the graph as it is now, read in pages. Raises DatabaseUnavailableError."""
    revision = graph.revision()
    return _snapshot(records_in(graph), revision)


def build_snapshot(subgraph: Subgraph, revision: str = "") -> Snapshot:
    """The snapshot of these entities and relations."""
    return _snapshot(records_of(subgraph), revision)


def _snapshot(records: Records, revision: str) -> Snapshot:
    read = _read(records)
    del records  # the index of the texts needs as much memory again
    offers, spoken = read.offers
    return Snapshot(
        revision,
        offers.things,
        offers,
        read.hierarchy,
        read.firms,
        read.dictionary,
        index_texts(offers.texts, spoken),
        read.links,
        read.products,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Read:
    """All of a snapshot that is made of the records themselves."""

    offers: tuple[Offers, Ints]
    hierarchy: Hierarchy
    firms: Firms
    dictionary: Dictionary
    links: Links
    products: Products


def _read(records: Records) -> _Read:
    relations = relations_of(records)

    def place(draft: Draft) -> int:
        return -1 if draft.link is None else bisect_left(records.links, draft.link)

    return _Read(
        offers_of(things_of(records), drafts(relations), place),
        _hierarchy(relations),
        _firms(relations),
        build_dictionary(records),
        links_of(records),
        _products(relations),
    )


def _products(relations: Relations) -> Products:
    links = relations.starting[_T.PRODUCES][1]
    stated = [one for link in links for one in link.evidence]
    facts = GrowingLists()
    number = 0
    for link in links:
        facts.add(range(number, number := number + len(link.evidence)))
    size = len(relations.records.entities)
    return Products(
        np.array([link.start * size + link.end for link in links], np.int64),
        facts.done(),
        Texts(one.source for one in stated),
        Texts(one.quote for one in stated),
        size,
    )


def _hierarchy(relations: Relations) -> Hierarchy:
    records = relations.records
    alike = np.array([_sort(kind) for kind in records.kinds], np.int8)
    whole, into = (
        np.array([(one.start, one.end) for one in relations.starting[name][1]], np.int32).reshape(
            -1, 2
        )
        for name in (_T.PART_OF, _T.UPSTREAM_OF)
    )
    same = (alike[whole[:, 0]] > 0) & (alike[whole[:, 0]] == alike[whole[:, 1]])
    part, of = whole[same].T
    source, target = into.T
    size = len(records.entities)
    return Hierarchy(
        grouped(part, of, size),
        grouped(of, part, size),
        grouped(target, source, size),
        grouped(source, target, size),
    )


def _sort(kind: Kind) -> int:
    """Services are parts of services, subjects of subjects."""
    return 1 if kind is Kind.SERVICE else 2 if kind in SUBJECTS else 0


def _firms(relations: Relations) -> Firms:
    kinds = relations.records.kinds
    pairs = sorted(
        {
            (one.start, one.end)
            for name in (_T.PRODUCES, _T.IN_INDUSTRY)
            for one in relations.starting[name][1]
            if kinds[one.end] in SUBJECTS
        }
    )
    firm, subject = np.array(pairs, np.int32).reshape(-1, 2).T
    found = {
        place: complexes
        for place in sorted(relations.joined)
        if kinds[place] in ORGANISATIONS and (complexes := relations.complexes(place))
    }
    return Firms(
        grouped(firm, subject, len(kinds)),
        grouped(subject, firm, len(kinds)),
        MappingProxyType(found),
    )
