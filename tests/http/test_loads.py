"""What the steward sees: the loads, what each of them rejected, and the pairs that wait for a person."""

import csv
import html
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from graph_api.domain import Entity, Evidence, Kind, NotFoundError, Record, Rejected
from graph_api.http import create_app
from graph_api.http.models_loads import LoadShape, LoadsShape, RejectedRowShape, RejectedRowsShape
from graph_api.http.pages.review import differing
from graph_api.http.reports import report_of
from graph_api.store import Graph, loads, save_load
from loaders.dataset import Dataset
from loaders.identity.components import Known
from loaders.identity.judgements import Judgement, Verdict, append_judgement
from loaders.pipeline import Options, load
from tests.conftest import EMPTY
from tests.engines.servers import Engines
from tests.http.conftest import client_of, settings_for_tests

HOSTILE = "<script>alert(1)</script>"
ROWS = 60
WHEN = "2026-11-20T08:00:00+00:00"


class Desk:
    """A graph on the embedded engine with a data folder, and a client of the application over them."""

    def __init__(self, graph: Graph, folder: Path, client: TestClient) -> None:
        self.graph, self.folder, self.client = graph, folder, client

    def load(self, name: str, *records: Record, known: Known | None = None) -> str:
        """Load made-up records as a data set; returns the id of the load."""
        options = Options(known=known or Known(), reports=self.folder / "reports")
        dataset = Dataset(name, name, name, (), lambda: iter(records))
        load_id = load(self.graph, dataset, options=options).load_id
        self.client.app.state.context.snapshots._revision = ("", 0.0)  # type: ignore[attr-defined]
        return load_id

    def get(self, path: str, **parameters: object) -> Any:  # noqa: ANN401 - a document
        answer = self.client.get(path, params=parameters)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def page(self, path: str, status: int = 200, **parameters: object) -> str:
        answer = self.client.get(path, params=parameters, headers={"accept": "text/html"})
        assert answer.status_code == status, answer.text
        return answer.text


@pytest.fixture
def desk(engines: Engines, tmp_path: Path) -> Iterator[Desk]:
    graph = engines.graph("arcadedb-scratch")
    graph.write(lambda tx: tx.run(EMPTY).consume())
    with client_of(create_app(settings_for_tests(data_folder=tmp_path), graph)) as client:
        yield Desk(graph, tmp_path, client)


def firm(key: str, name: str, **more: Any) -> Entity:  # noqa: ANN401 - fields of an entity
    scheme = "first" if ":" not in key else ""
    entity_id = f"{scheme}:{key}" if scheme else key
    return Entity(entity_id, Kind.ENTERPRISE, name, (Evidence("made-up#t:row=1"),), **more)


def rejected(number: int, **more: str) -> Rejected:
    given = {"field": "注册资本", "value": f"{number}万贝壳", "rule": "capital-unreadable", **more}
    reason = f"row {number}: the currency of the capital is unknown"
    return Rejected(f"made-up#t:row={number}", reason, **given)


BAD = (
    *(rejected(number) for number in range(1, ROWS + 1)),
    rejected(900, field="名称", value=HOSTILE, rule="name-unreadable"),
    rejected(901, field="名称", value="=1+1", rule="name-unreadable"),
    rejected(902, field="", value="两行\n值", rule=""),
)


def test_loads_are_listed_newest_first_with_all_that_came_of_them(desk: Desk) -> None:
    desk.load("first", firm("a", "甲厂"), firm("a", "甲厂"), *BAD)
    newest = desk.load("second", firm("second:b", "乙厂"))

    document = desk.get("/v1/loads")

    assert set(document) == set(LoadsShape.model_fields)
    assert document["total"] == {"value": 2, "relation": "eq"}
    second, first = document["loads"]
    assert set(first) == set(LoadShape.model_fields)
    assert (second["id"], second["dataset"], second["rejected"]) == (newest, "second", 0)
    assert (first["read"], first["entities"], first["merged"]) == (len(BAD) + 2, 1, 1)
    assert first["read"] == sum(first[one] for one in ("entities", "merged", "rejected"))
    assert first["reasons"] == [
        {"rule": "capital-unreadable", "count": ROWS},
        {"rule": "name-unreadable", "count": 2},
        {"rule": "", "count": 1},
    ]
    (file,) = first["files"]
    assert file == {
        "name": "first",
        "read": len(BAD) + 2,
        "entities": 1,
        "relations": 0,
        "merged": 1,
        "rejected": len(BAD),
    }


def test_a_load_that_changes_nothing_is_listed_at_once(desk: Desk) -> None:
    desk.load("first", firm("a", "甲厂"))
    before = desk.client.get("/v1/loads")
    desk.load("first", firm("a", "甲厂"))

    tags = {"if-none-match": before.headers.get("etag", "*")}
    after = desk.client.get("/v1/loads", headers=tags)

    assert after.status_code == 200
    assert len(after.json()["loads"]) == 2


def test_loads_are_paged_and_chosen_by_data_set(desk: Desk) -> None:
    for number in range(3):
        desk.load(f"set-{number % 2}", firm(f"set-{number % 2}:a", "甲厂"))
    page = desk.get("/v1/loads", offset=1, limit=1)
    assert (len(page["loads"]), page["truncated"], page["total"]["value"]) == (1, True, 3)
    assert not desk.get("/v1/loads", offset=2)["truncated"]
    chosen = desk.get("/v1/loads", dataset="set-0")
    assert [one["dataset"] for one in chosen["loads"]] == ["set-0", "set-0"]


def test_where_the_files_were_on_the_machine_is_told_nowhere(desk: Desk) -> None:
    load_id = desk.load("first", firm("a", "甲厂"), *BAD)
    save_load(desk.graph, replace(loads(desk.graph)[0], paths=("/srv/hidden/a.csv",)))
    for address in ("/v1/loads", f"/v1/loads/{load_id}/rejected", "/loads", f"/loads/{load_id}"):
        text = desk.client.get(address).text
        assert "/srv/hidden" not in text
        assert str(desk.folder) not in text


def test_rejected_rows_are_told_as_they_were_met(desk: Desk) -> None:
    load_id = desk.load("first", firm("a", "甲厂"), *BAD)

    document = desk.get(f"/v1/loads/{load_id}/rejected", limit=1000)

    assert set(document) == set(RejectedRowsShape.model_fields)
    assert document["load"] == load_id
    assert document["total"] == {"value": len(BAD), "relation": "eq"}
    assert document["rows"] == [
        {
            "file": "first",
            "source": one.source,
            "field": one.field,
            "value": one.value,
            "rule": one.rule,
            "reason": one.reason,
            "kept": "nothing",
        }
        for one in BAD
    ]
    assert set(document["rows"][0]) == set(RejectedRowShape.model_fields)


@pytest.mark.parametrize(
    ("asked", "numbers", "total"),
    [
        ({"offset": 0, "limit": 2}, [1, 2], len(BAD)),
        ({"offset": 58, "limit": 3}, [59, 60, 900], len(BAD)),
        ({"offset": 5000}, [], len(BAD)),
        ({"rule": "name-unreadable"}, [900, 901], 2),
        ({"rule": "capital-unreadable", "offset": 59}, [60], ROWS),
        ({"rule": "no-such-rule"}, [], 0),
        ({"q": "SCRIPT"}, [900], 1),
        ({"q": " =1+1 "}, [901], 1),
        ({"q": "row=90", "limit": 1}, [900], 3),
        ({"q": "row=90", "rule": "name-unreadable", "offset": 1}, [901], 2),
    ],
)
def test_rejected_rows_are_paged_and_found(
    desk: Desk, asked: dict[str, object], numbers: list[int], total: int
) -> None:
    load_id = desk.load("first", *BAD)
    document = desk.get(f"/v1/loads/{load_id}/rejected", **asked)
    assert [int(row["source"].rpartition("=")[2]) for row in document["rows"]] == numbers
    assert document["total"]["value"] == total
    assert document["truncated"] == (
        total > int(str(asked.get("offset", 0))) + int(str(asked.get("limit", 100)))
    )


def test_a_load_that_rejected_nothing_has_no_rows_and_no_file(desk: Desk) -> None:
    load_id = desk.load("first", firm("a", "甲厂"))
    assert desk.get(f"/v1/loads/{load_id}/rejected")["rows"] == []
    assert "没有一条记录被拒收" in desk.page(f"/loads/{load_id}")
    assert "rejected nothing" in desk.client.get(f"/loads/{load_id}.csv").json()["detail"]


@pytest.mark.parametrize("name", ["nothing-of-this-name", "..%2Fsecret", "%2e%2e", "a%00b"])
@pytest.mark.parametrize("address", ["/v1/loads/{}/rejected", "/loads/{}", "/loads/{}.csv"])
def test_an_unknown_load_is_not_looked_for_on_the_disk(desk: Desk, name: str, address: str) -> None:
    (desk.folder / "secret.csv").write_text("secret", "utf-8")
    answer = desk.client.get(address.format(name))
    assert answer.status_code in {404, 422}
    assert "secret\n" not in answer.text
    if name == "nothing-of-this-name":
        assert "no load has the id" in answer.json()["detail"]


def test_an_id_that_leads_elsewhere_opens_no_file(desk: Desk) -> None:
    desk.load("first", *BAD)
    (desk.folder / "secret.csv").write_text("secret", "utf-8")
    record = replace(loads(desk.graph)[0], id="../secret")
    assert (desk.folder / "reports" / f"{record.id}.csv").is_file()
    with pytest.raises(NotFoundError, match="not on this machine"):
        report_of(desk.folder, record)


def test_a_report_that_is_not_here_is_told_so(desk: Desk) -> None:
    load_id = desk.load("first", *BAD)
    (desk.folder / "reports" / f"{load_id}.csv").unlink()
    answer = desk.client.get(f"/v1/loads/{load_id}/rejected")
    assert answer.status_code == 404
    assert "load first again" in answer.json()["detail"]
    page = desk.page(f"/loads/{load_id}")
    assert "load first again" in page
    assert "capital-unreadable" in page
    assert f"{load_id}.csv" not in page


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00", b'file,source\n"'])
def test_a_damaged_report_is_one_sentence(desk: Desk, content: bytes) -> None:
    load_id = desk.load("first", *BAD)
    (desk.folder / "reports" / f"{load_id}.csv").write_bytes(content)
    detail = desk.client.get(f"/v1/loads/{load_id}/rejected").json()["detail"]
    assert detail.startswith(f"the report {load_id}.csv cannot be read")
    assert "cannot be read" in desk.page(f"/loads/{load_id}")


def test_the_report_is_a_file_that_a_spreadsheet_reads_and_never_runs(desk: Desk) -> None:
    load_id = desk.load("first", *BAD)
    answer = desk.client.get(f"/loads/{load_id}.csv")
    assert answer.headers["content-disposition"] == f'attachment; filename="{load_id}.csv"'
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.content.startswith(b"\xef\xbb\xbffile,source,")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert len(rows) == len(BAD)
    assert rows[-2]["value"] == "'=1+1"


def test_the_page_of_loads_leads_to_each(desk: Desk) -> None:
    first = desk.load("chainkg", firm("chainkg:a", "甲厂"), *BAD)
    second = desk.load("own", firm("own:b", "乙厂"))
    page = desk.page("/loads")
    assert page.index(f'href="/loads/{second}"') < page.index(f'href="/loads/{first}"')
    assert f'href="/loads/{first}#rejected"' in page
    assert "本页 2 次，共 2 次" in page
    assert 'href="/loads?dataset=own"' in page
    assert first not in desk.page("/loads", dataset="own")
    assert "没有这样的装载" in desk.page("/loads", dataset="none")
    english = desk.page("/loads", lang="en")
    assert f'href="/loads/{first}?lang=en"' in english
    assert 'href="/v1/loads"' in english


def test_a_known_data_set_is_called_by_its_title(desk: Desk) -> None:
    load_id = desk.load("chainkg", firm("chainkg:a", "甲厂"))
    for address in ("/loads", f"/loads/{load_id}"):
        assert "ChainKG 产业链图谱：上市公司、产品与行业" in desk.page(address)


def test_the_page_of_a_load_shows_reasons_and_rows_and_runs_none(desk: Desk) -> None:
    load_id = desk.load("first", firm("a", "甲厂"), *BAD)
    page = desk.page(f"/loads/{load_id}")
    assert f'href="/loads/{load_id}?rule=capital-unreadable#rejected"' in page
    assert f"第 1–50 条，共 {len(BAD)} 条" in page
    assert HOSTILE not in page
    following = re.search(r'<a class="button" rel="next" href="([^"]+)"', page)
    assert following
    second = desk.client.get(html.unescape(following[1])).text
    assert f"第 51–{len(BAD)} 条，共 {len(BAD)} 条" in second
    assert html.escape(HOSTILE) in second
    assert HOSTILE not in second
    assert 'rel="next"' not in second


def test_rows_of_a_load_are_found_on_its_page(desk: Desk) -> None:
    load_id = desk.load("first", *BAD)
    page = desk.page(f"/loads/{load_id}", q=HOSTILE)
    assert "第 1–1 条，共 1 条" in page
    assert HOSTILE not in page
    assert "没有符合条件的记录" in desk.page(f"/loads/{load_id}", q="nowhere")
    assert "第 1–2 条，共 2 条" in desk.page(f"/loads/{load_id}", rule="name-unreadable")


def test_the_pages_say_what_to_run_when_there_is_nothing(desk: Desk) -> None:
    page = desk.page("/loads")
    assert "sixchains load zhenhai-plan" in page
    assert "registry-zhejiang" in page
    assert "sixchains resolve" in desk.page("/review")
    assert "sixchains resolve" in desk.page("/review", lang="en")
    assert desk.get("/v1/loads") == {
        "total": {"value": 0, "relation": "eq"},
        "truncated": False,
        "loads": [],
    }


LEFT, RIGHT, THIRD = "first:a", "second:b", "second:c"


@pytest.fixture
def review(desk: Desk) -> Desk:
    """Three records of which two pairs wait, the closer one second in the file."""
    desk.load("first", firm("a", "海曙青禾轴承有限公司", aliases=("青禾轴承",)))
    desk.load(
        "second",
        Entity("gbt2260:330299", Kind.REGION, "某某新区", (Evidence("made-up#t:row=1"),)),
        firm(RIGHT, "宁波青禾轴承厂", region="gbt2260:330299"),
        firm(THIRD, f"青禾{HOSTILE}"),
    )
    close(desk, LEFT, THIRD, "0.61 far apart")
    close(desk, LEFT, RIGHT, "0.84 海曙青禾轴承有限公司 / 宁波青禾轴承厂: contained +0.70")
    return desk


def close(desk: Desk, left: str, right: str, why: str) -> None:
    append_judgement(
        desk.folder / "review.csv", Judgement(left, right, "unsure", "rule", WHEN, why)
    )


def judge(desk: Desk, verdict: Verdict) -> None:
    append_judgement(
        desk.folder / "judgements.csv", Judgement(RIGHT, LEFT, verdict, "吴", WHEN, "问过")
    )


def test_a_pair_is_shown_with_both_records_the_reason_and_the_commands(review: Desk) -> None:
    page = review.page("/review")
    first, second = re.findall(r'<article class="card close".*?</article>', page, re.DOTALL)
    for text in ("青禾轴承", "企业", "某某新区", "second", LEFT, RIGHT, "0.84", "contained +0.70"):
        assert text in first
    for verdict in ("same", "different"):
        assert f">sixchains judge {LEFT} {RIGHT} {verdict}</code>" in first
    assert f'href="/entities/{RIGHT}"' in first
    assert "0.61" in second
    assert HOSTILE not in page
    assert "没有写权限" in page
    assert "本页 2 对，共 2 对" in page
    assert "no write access" in review.page("/review", lang="en")


@pytest.mark.parametrize("verdict", ["same", "different"])
def test_a_pair_that_was_judged_no_longer_waits(review: Desk, verdict: Verdict) -> None:
    judge(review, verdict)
    page = review.page("/review")
    assert f"judge {LEFT} {RIGHT}" not in page
    assert "另有 1 对已判断" in page


def test_a_pair_that_a_person_was_unsure_of_waits_behind_the_others(review: Desk) -> None:
    judge(review, "unsure")
    page = review.page("/review")
    assert page.index(f"judge {LEFT} {THIRD}") < page.index(f"judge {LEFT} {RIGHT}")
    assert "吴 于 2026-11-20 认为不能确定：问过" in page


def test_records_that_are_one_or_gone_no_longer_wait(review: Desk) -> None:
    known = Known(same=((LEFT, RIGHT),))
    review.load("first", firm("a", "海曙青禾轴承有限公司"), known=known)
    review.load("second", firm(RIGHT, "宁波青禾轴承厂"), known=known)
    page = review.page("/review")
    assert "judge" not in page
    assert "都处理完了：2 对" in page


def test_a_record_within_another_entity_is_shown_with_that_entity(review: Desk) -> None:
    review.load("third", firm("uscc:third", "海曙青禾轴承有限公司"))
    page = review.page("/review")
    assert f"judge {LEFT} {RIGHT} same" in page
    assert '属于</span> <code class="quiet">uscc:third</code>' in page


@pytest.mark.parametrize(
    ("words", "total"), [("宁波", 1), ("青禾轴承", 2), (THIRD.upper(), 1), ("nowhere", 0)]
)
def test_pairs_are_found_by_name_alias_or_id(review: Desk, words: str, total: int) -> None:
    page = review.page("/review", q=words)
    assert page.count('<article class="card close"') == total
    assert ("没有符合条件的记录对" in page) == (total == 0)


def test_pairs_come_in_pages(desk: Desk) -> None:
    desk.load("first", firm("a", "甲厂"), *(firm(f"n{n}", f"第{n}厂") for n in range(25)))
    for number in range(25):
        close(desk, "first:a", f"first:n{number}", f"0.{50 + number}: near")
    page = desk.page("/review")
    assert "本页 20 对，共 25 对" in page
    assert 'href="/review?offset=20"' in page
    assert desk.page("/review", offset=20).count('<article class="card close"') == 5


def test_a_new_list_is_seen_at_once_and_a_damaged_one_is_one_sentence(review: Desk) -> None:
    assert "judge" in review.page("/review")
    (review.folder / "review.csv").write_text("left,right\n", "utf-8")
    page = review.page("/review", status=422)
    assert "review.csv line 1: the header must be" in page
    assert str(review.folder) not in page


@pytest.mark.parametrize(
    ("name", "other", "pieces"),
    [
        ("甲乙", "甲乙", [("甲乙", False)]),
        ("甲乙丙", "甲丙", [("甲", False), ("乙", True), ("丙", False)]),
        ("甲", "乙", [("甲", True)]),
    ],
)
def test_what_sets_two_names_apart_is_marked(
    name: str, other: str, pieces: list[tuple[str, bool]]
) -> None:
    assert differing(name, other) == pieces
