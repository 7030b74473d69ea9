"""Made-up needs and offers, and the entities that they name."""

from typing import Any

from graph_api.domain import Entity, Evidence, Kind, Record, Status
from graph_api.store import Graph
from loaders.dataset import Dataset
from loaders.entered.entering import Entered, Role, Wanted, Writer, enter
from loaders.entered.fields import Fields, Named, NeedFields, OfferFields
from loaders.entered.journal import Action, Journal
from loaders.pipeline import load

BROKER, OTHER = Writer("li", Role.BROKER), Writer("wang", Role.BROKER)
STEWARD = Writer("chen", Role.STEWARD)
OWNER = Named("made:firm", Kind.ENTERPRISE, "青禾轴承厂", "青禾轴承厂")
PROVIDER = Named("made:lab", Kind.INSTITUTE, "东塘检测站", "东塘检测站")
TESTING = Named("service:testing", Kind.SERVICE, "检验检测", "检测")
BEARINGS = Named("made:bearings", Kind.PRODUCT, "轴承", "轴承")
HALL = Named("made:complex", Kind.COMPLEX, "轴承综合体", "made:complex")


def need(text: str = "轴承寿命试验", **more: Any) -> NeedFields:  # noqa: ANN401 - fields
    return NeedFields(**{"text": text, "holder": OWNER, **more})


def offer(text: str = "轴承寿命试验台", **more: Any) -> OfferFields:  # noqa: ANN401 - fields
    return OfferFields(**{"text": text, "holder": PROVIDER, **more})


def create(fields: Fields, **more: Any) -> Wanted:  # noqa: ANN401 - fields
    kind = Kind.NEED if isinstance(fields, NeedFields) else Kind.OFFER
    return Wanted(Action.CREATE, kind, fields=lambda _: fields, **more)


def change(record_id: str, fields: Fields, **more: Any) -> Wanted:  # noqa: ANN401 - fields
    kind = Kind.NEED if isinstance(fields, NeedFields) else Kind.OFFER
    return Wanted(Action.CHANGE, kind, record_id, lambda _: fields, **more)


def delete(record_id: str, kind: Kind = Kind.NEED, **more: Any) -> Wanted:  # noqa: ANN401 - fields
    return Wanted(Action.DELETE, kind, record_id, **more)


def restore(record_id: str, kind: Kind = Kind.NEED, **more: Any) -> Wanted:  # noqa: ANN401 - fields
    return Wanted(Action.RESTORE, kind, record_id, **more)


def entered(journal: Journal, *wanted: Wanted, writer: Writer = BROKER) -> list[Entered]:
    return [enter(journal, writer, one) for one in wanted]


def load_surroundings(graph: Graph, name: str = "made") -> None:
    """Load what needs and offers refer to."""
    dataset = Dataset(name, name, name, (), lambda: iter(surroundings()))
    load(graph, dataset)


def surroundings() -> list[Record]:
    source = (Evidence("made#t:row=1"),)
    return [
        Entity(OWNER.id, Kind.ENTERPRISE, OWNER.name, source),
        Entity(PROVIDER.id, Kind.INSTITUTE, PROVIDER.name, source, status=Status.OPERATING),
        Entity(TESTING.id, Kind.SERVICE, TESTING.name, source, status=Status.NORMATIVE),
        Entity(BEARINGS.id, Kind.PRODUCT, BEARINGS.name, source),
        Entity(HALL.id, Kind.COMPLEX, HALL.name, source),
    ]
