"""A small district to match in: two complexes, a few providers, one firm in each complex."""

import pytest

from graph_api.domain import (
    SERVICES,
    Entity,
    Evidence,
    Kind,
    Modality,
    Relation,
    RelationType,
    Status,
    Subgraph,
)
from graph_api.matching import Snapshot, build_snapshot

EVIDENCE = (Evidence("test#L1"),)
K, S, T = Kind, Status, RelationType


def entity(key: str, kind: Kind, name: str, **more: object) -> Entity:
    return Entity(f"t:{key}", kind, name, EVIDENCE, **more)  # type: ignore[arg-type]


ENTITIES = (
    *(Entity(one.id, K.SERVICE, one.zh, EVIDENCE) for one in SERVICES.values()),
    entity("calibration", K.SERVICE, "校准"),
    entity("patent-map", K.SERVICE, "专利导航"),
    entity("parts", K.INDUSTRY, "机械零部件产业"),
    entity("fastener", K.PRODUCT, "紧固件"),
    entity("bearing", K.PRODUCT, "轴承"),
    entity("magnet", K.PRODUCT, "永磁材料"),
    entity("district", K.REGION, "镇海区"),
    entity("park", K.ZONE, "初创园"),
    entity("mechanical", K.COMPLEX, "机械综合体", status=S.PLANNED),
    entity("magnetic", K.COMPLEX, "磁性综合体", status=S.PLANNED),
    entity("inspector", K.ENTERPRISE, "中心检测公司", status=S.OPERATING),
    entity("planned-lab", K.LABORATORY, "轴承实验室", status=S.PLANNED),
    entity("closed-lab", K.LABORATORY, "旧实验室", status=S.CLOSED),
    entity("magnet-lab", K.SERVICE_PLATFORM, "磁材分析中心", status=S.PLANNED),
    entity("institute", K.INSTITUTE, "材料所", status=S.OPERATING),
    entity("pilot-line", K.PILOT_PLATFORM, "中试线", status=S.BUILDING),
    entity("screws", K.ENTERPRISE, "金星螺丝", status=S.OPERATING),
    entity("magnets", K.ENTERPRISE, "银星磁业", status=S.OPERATING),
    entity(
        "test-fasteners",
        K.OFFER,
        "紧固件检验检测",
        status=S.OPERATING,
        description="拉伸、盐雾试验",
    ),
    entity("test-bearings", K.OFFER, "轴承检测", status=S.PLANNED),
    entity("test-old", K.OFFER, "紧固件检测（旧）", status=S.CLOSED),
    entity("test-magnets", K.OFFER, "磁性材料检测", status=S.PLANNED),
    entity("map-patents", K.OFFER, "专利导航服务", status=S.PLANNED),
    entity(
        "pilot-run",
        K.OFFER,
        "永磁中试",
        status=S.BUILDING,
        properties={"stages": ("pilot", "demonstration")},
    ),
)
ROWS = (
    ("calibration", T.PART_OF, "service:testing"),
    ("patent-map", T.PART_OF, "service:ip"),
    ("fastener", T.PART_OF, "parts"),
    ("park", T.PART_OF, "district"),
    ("mechanical", T.SERVES, "fastener"),
    ("mechanical", T.SERVES, "bearing"),
    ("magnetic", T.SERVES, "magnet"),
    ("inspector", T.HOSTS, "mechanical"),
    ("inspector", T.LOCATED_IN, "park"),
    ("mechanical", T.LOCATED_IN, "district"),
    ("mechanical", T.BUILDS, "planned-lab"),
    ("magnetic", T.BUILDS, "magnet-lab"),
    ("magnetic", T.BUILDS, "pilot-line"),
    ("institute", T.PARTNERS_IN, "magnetic"),
    ("institute", T.PARTNERS_IN, "mechanical"),
    ("institute", T.RESEARCHES, "magnet"),
    ("screws", T.PARTNERS_IN, "mechanical"),
    ("screws", T.PRODUCES, "fastener"),
    ("magnets", T.PARTNERS_IN, "magnetic"),
    ("magnets", T.PRODUCES, "magnet"),
    ("inspector", T.OFFERS, "test-fasteners"),
    ("test-fasteners", T.OF_SERVICE, "service:testing"),
    ("test-fasteners", T.ABOUT, "fastener"),
    ("planned-lab", T.OFFERS, "test-bearings"),
    ("test-bearings", T.OF_SERVICE, "service:testing"),
    ("test-bearings", T.ABOUT, "bearing"),
    ("closed-lab", T.OFFERS, "test-old"),
    ("test-old", T.OF_SERVICE, "service:testing"),
    ("test-old", T.ABOUT, "fastener"),
    ("magnet-lab", T.OFFERS, "test-magnets"),
    ("magnet-lab", T.OFFERS, "map-patents"),
    ("test-magnets", T.OF_SERVICE, "service:testing"),
    ("test-magnets", T.ABOUT, "magnet"),
    ("map-patents", T.OF_SERVICE, "patent-map"),
    ("pilot-line", T.OFFERS, "pilot-run"),
    ("pilot-run", T.OF_SERVICE, "service:pilot"),
    ("pilot-run", T.ABOUT, "magnet"),
)


def full_id(key: str) -> str:
    return key if ":" in key else f"t:{key}"


@pytest.fixture(scope="session")
def district() -> Subgraph:
    return Subgraph(
        {one.id: one for one in ENTITIES},
        tuple(
            Relation(full_id(start), name, full_id(end), Modality.FACT, EVIDENCE)
            for start, name, end in ROWS
        ),
    )


@pytest.fixture(scope="session")
def snap(district: Subgraph) -> Snapshot:
    return build_snapshot(district, "r1")
