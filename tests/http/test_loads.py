"""The loads, and what each of them rejected: over HTTP and as pages."""

import csv
import html
import io
import re
from dataclasses import replace

import pytest

from graph_api.domain import NotFoundError
from graph_api.http.models_loads import LoadShape, LoadsShape, RejectedRowShape, RejectedRowsShape
from graph_api.http.reports import report_of
from graph_api.store import loads, save_load
from tests.http.steward import BAD, HOSTILE, ROWS, Desk, firm


def test_loads_are_listed_newest_first_with_all_that_came_of_them(desk: Desk) -> None:
    desk.load("first", firm("first:a", "甲厂"), firm("first:a", "甲厂"), *BAD)
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
    desk.load("first", firm("first:a", "甲厂"))
    before = desk.client.get("/v1/loads")
    desk.load("first", firm("first:a", "甲厂"))

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
    load_id = desk.load("first", firm("first:a", "甲厂"), *BAD)
    save_load(desk.graph, replace(loads(desk.graph)[0], paths=("/srv/hidden/a.csv",)))
    for address in ("/v1/loads", f"/v1/loads/{load_id}/rejected", "/loads", f"/loads/{load_id}"):
        text = desk.client.get(address).text
        assert "/srv/hidden" not in text
        assert str(desk.folder) not in text


def test_rejected_rows_are_told_as_they_were_met(desk: Desk) -> None:
    load_id = desk.load("first", firm("first:a", "甲厂"), *BAD)

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
    load_id = desk.load("first", firm("first:a", "甲厂"))
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
    load_id = desk.load("first", firm("first:a", "甲厂"), *BAD)
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
