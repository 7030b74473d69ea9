"""The file of what people decided."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_api.domain import BadInputError, EnvironmentFaultError
from loaders.identity import judgements as module
from loaders.identity.judgements import Judgement, append_judgement, read_judgements

LEFT, RIGHT = "registry-x:1", "plan-y:firm"
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)


def judged(verdict: str = "same", **other: str) -> Judgement:
    given_ = {"left": LEFT, "right": RIGHT, "who": "li", "when": "2026-01-02", "why": ""}
    return Judgement(**{**given_, "verdict": verdict, **other})  # type: ignore[arg-type]


def test_no_file_holds_no_judgement(tmp_path: Path) -> None:
    assert read_judgements(tmp_path / "none.csv") == ()


def test_what_is_appended_is_read(tmp_path: Path) -> None:
    path = tmp_path / "made" / "judgements.csv"
    first, second = judged(), judged("different", left="a:1", why="two firms, “one” name\nline 2")
    append_judgement(path, first)
    append_judgement(path, second)
    assert read_judgements(path) == (first, second)
    assert [item.name for item in path.parent.iterdir()] == ["judgements.csv"]


@settings(max_examples=30)  # each is written to the disk for good
@given(why=TEXTS, who=TEXTS.filter(str.strip))
def test_every_text_comes_back(
    tmp_path_factory: pytest.TempPathFactory, why: str, who: str
) -> None:
    path = tmp_path_factory.mktemp("judgements") / "judgements.csv"
    append_judgement(path, judged(why=why, who=who))
    assert read_judgements(path) == (judged(why=why, who=who),)


@pytest.mark.parametrize("why", ["=1+1", "+1", "-1", "@x", "＝1", "'=1", "''=1", "\t=1"])
def test_a_formula_is_never_run_and_comes_back(tmp_path: Path, why: str) -> None:
    path = tmp_path / "judgements.csv"
    append_judgement(path, judged(why=why))
    assert f",'{why}" in path.read_text("utf-8-sig")
    assert read_judgements(path)[0].why == why


def test_a_later_line_on_the_pair_wins_whichever_way_round(tmp_path: Path) -> None:
    path = tmp_path / "judgements.csv"
    other = judged(left="a:1", right="b:1")
    later = judged("different", left=RIGHT, right=LEFT)
    for judgement in (judged(), other, later):
        append_judgement(path, judgement)
    assert read_judgements(path) == (other, later)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("a:1,b:1,maybe,li,2026-01-02,", "'maybe' is none of same, different, unsure"),
        ("a:1,b:1,same,li,yesterday,", "'yesterday' is not an ISO date"),
        ("a:1,a:1,same,li,2026-01-02,", "not compared with itself"),
        ("some name,b:1,same,li,2026-01-02,", "'some name' is not an id"),
        ("a:1,b:1,same, ,2026-01-02,", "must say who"),
        ("a:1,b:1,same,li", "4 cells where 6 are"),
        ('a:1,b:1,same,li,2026-01-02,"open', "unexpected end of data"),
    ],
)
def test_a_line_that_is_no_judgement_is_named(tmp_path: Path, line: str, says: str) -> None:
    path = tmp_path / "judgements.csv"
    append_judgement(path, judged())
    with path.open("a", encoding="utf-8") as file:
        file.write(line)
    with pytest.raises(BadInputError, match="line 3") as error:
        read_judgements(path)
    assert says in str(error.value)
    with pytest.raises(BadInputError, match="line 3"):
        append_judgement(path, judged())


@pytest.mark.parametrize("content", [b"left,right\n", "left,备注\n".encode("gb18030"), b"\xff\xfe"])
def test_a_file_of_another_form_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "judgements.csv"
    path.write_bytes(content)
    with pytest.raises(BadInputError, match=r"judgements\.csv"):
        read_judgements(path)


@pytest.mark.parametrize(
    "other", [{"verdict": "yes"}, {"left": "x"}, {"who": ""}, {"when": "1"}, {"why": "\0"}]
)
def test_what_is_no_judgement_is_not_written(tmp_path: Path, other: dict[str, str]) -> None:
    path = tmp_path / "judgements.csv"
    with pytest.raises(BadInputError, match="is refused"):
        append_judgement(path, judged(**other))
    assert not path.exists()


def test_a_folder_that_is_a_file_is_a_fault_of_the_machine(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EnvironmentFaultError, match="cannot be written"):
        append_judgement(tmp_path / "file" / "judgements.csv", judged())


def test_writers_at_once_lose_no_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "judgements.csv"
    replace = module._replace

    def slowly(target: Path, content: bytes) -> None:
        time.sleep(0.02)  # long enough for the others to read what is about to be replaced
        replace(target, content)

    monkeypatch.setattr(module, "_replace", slowly)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: append_judgement(path, judged(left=f"a:{number}")), range(16)))
    assert {item.left for item in read_judgements(path)} == {f"a:{number}" for number in range(16)}
