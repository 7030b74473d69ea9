"""How a question file is read, and the sentence for each way in which it can be wrong."""

from pathlib import Path

import pytest

from graph_api.domain import BadInputError, Kind, NotFoundError
from graph_api.questions import find_question, markdown, questions, read_question
from graph_api.questions.definitions import ParameterType

GOOD = """// Who offers a service
// 谁能提供这项服务
//
// Operating providers come first.
// A planned one is never left out.
//
// @param service entity:Service|Offer  the service, or one of its parents
// @param region  entity:Region = null  only providers there
// @param place   string = "a b"
// @param as_of   date = 2020-06-03     the day
// @param limit   integer = 50
// @returns provider, offer
MATCH (provider)-[:OFFERS]->(offer {id: $service})
WHERE $region IS NULL OR provider.region = $region OR provider.name = $place OR $as_of IS NULL
RETURN provider, offer
ORDER BY provider.id LIMIT $limit
"""


def write(folder: Path, text: str, name: str = "providers/who_offers.cypher") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_every_part_of_a_file_is_read(tmp_path: Path) -> None:
    question = read_question(write(tmp_path, GOOD))
    assert (question.name, question.group) == ("who_offers", "providers")
    assert question.command == "who-offers"
    assert question.title == "Who offers a service"
    assert question.title_zh == "谁能提供这项服务"
    assert question.notes == "Operating providers come first.\nA planned one is never left out."
    assert question.columns == ("provider", "offer")
    assert question.query.startswith("MATCH (provider)")
    service, region, place, as_of, limit = question.parameters
    assert service.required
    assert service.type is ParameterType.ENTITY
    assert service.kinds == (Kind.SERVICE, Kind.OFFER)
    assert service.description == "the service, or one of its parents"
    assert (region.required, region.default, region.description) == (
        False,
        None,
        "only providers there",
    )
    assert place.default == "a b"
    assert as_of.default == "2020-06-03"
    assert (limit.default, limit.description) == (50, "")


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("// Who offers a service\n// 谁能提供这项服务\n", "", 1, "two lines"),
        ("// 谁能提供这项服务", "// Who offers it", 1, "two lines"),
        (GOOD[: GOOD.index("MATCH")], "", 1, "two lines"),
        ("entity:Service|Offer", "entity:Servce", 7, "no kind Servce"),
        ("entity:Service|Offer", "thing", 7, "type thing is unknown"),
        ("entity:Service|Offer", "string:Service", 7, "string:Service is unknown"),
        ("@param region ", "@param service", 8, "declared twice"),
        ("@param region  entity", "@param Region entity", 8, "write `@param name type"),
        ("// @param region", "// @parm region", 8, "@parm is unknown"),
        ("date = 2020-06-03", "date = 2020-13-03", 10, "default does not fit"),
        ("// @param limit   integer = 50\n", "", 11, "declares `@param limit"),
        ("integer = 50", "integer = 0", 11, "default does not fit"),
        ("integer = 50", "integer", 12, "declares `@param limit"),
        ("// @returns provider, offer\n", "", 11, "say what comes back"),
        ("@returns provider, offer", "@returns provider, provider", 12, "named twice"),
        ("@returns provider, offer", "@returns provider offer", 12, "write `@returns"),
        ("$service", "$servise", 13, "service, servise"),
        (
            "RETURN provider, offer",
            "SET provider.x = 1 RETURN provider, offer",
            13,
            "SET at line 15",
        ),
        ("[:OFFERS]", "[:OFFERS*]", 13, "upper bound"),
        ("ORDER BY provider.id ", "", 13, "ORDER BY"),
        ("LIMIT $limit", "SKIP $limit", 13, "LIMIT $limit"),
    ],
)
def test_fault_names_file_and_line(
    tmp_path: Path, old: str, new: str, line: int, says: str
) -> None:
    assert old in GOOD
    with pytest.raises(BadInputError) as caught:
        read_question(write(tmp_path, GOOD.replace(old, new, 1)))
    message = str(caught.value)
    assert message.startswith("providers/who_offers.cypher, line")
    assert f"line {line}:" in message
    assert says in message


def test_file_that_is_not_utf8(tmp_path: Path) -> None:
    path = write(tmp_path, "")
    path.write_bytes("// 谁能提供这项服务".encode("gb18030"))
    with pytest.raises(BadInputError, match="UTF-8"):
        read_question(path)


def test_bad_name(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="lower case"):
        read_question(write(tmp_path, GOOD, "providers/Who-Offers.cypher"))


def test_one_name_in_two_groups(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    write(tmp_path, GOOD, "network/who_offers.cypher")
    with pytest.raises(BadInputError, match="rename one"):
        questions(tmp_path)


def test_folder_without_questions(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="no question files"):
        questions(tmp_path)


def test_a_question_is_found_by_both_spellings_and_else_the_nearest_are_named() -> None:
    known = questions()
    assert find_question(known, "providers-of-service") is known["providers_of_service"]
    assert find_question(known, "providers_of_service") is known["providers_of_service"]
    with pytest.raises(NotFoundError, match="providers_of_service"):
        find_question(known, "provider-of-services")
    with pytest.raises(NotFoundError, match="sixchains ask"):
        find_question(known, "zzzz")


def test_packaged_questions_cover_the_groups() -> None:
    known = questions()
    assert len(known) >= 30
    groups = "evidence finance governance industry innovation network providers talent"
    assert {question.group for question in known.values()} == set(groups.split())
    for question in known.values():
        assert question.title
        assert any("\u4e00" <= character <= "\u9fff" for character in question.title_zh)
        for parameter in question.parameters:
            assert parameter.name == "limit" or parameter.description, question.name


def test_documentation_lists_every_question_with_its_parameters() -> None:
    known = questions()
    text = markdown(known)
    for question in known.values():
        assert f"### {question.command}\n" in text
        assert question.title_zh in text
        for parameter in question.parameters:
            assert f"| `{parameter.name}` |" in text
    assert markdown(dict(reversed(known.items()))) == text
