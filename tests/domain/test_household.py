"""A collective party: every bad row is named, a sixth representative is refused, nobody is bound by others unasked."""

from __future__ import annotations

import pytest

from engine.domain import household

HEAD = "户号\t户主\t金额\n"


@pytest.mark.parametrize(
    "text",
    [
        "户号\t户主\t请求金额（元）\n1\t赵某\t1,200.50",
        "number,name,claim\n1,赵某,1200.5\n",
        "\ufeff序号，姓名，金额\n\n1，赵某，1200.50元\n",
        "周柳村，土地流转费\n户号\t户主\t金额\t\n1\t赵某\t1200.50\t\n",
    ],
)
def test_a_table_is_read_as_it_is_copied_or_saved(text: str) -> None:
    """By tabs from a spreadsheet, by commas from a file, with the Chinese comma too."""
    assert household.read(text).rows == ({"special": False, "number": "1", "name": "赵某", "claim": 1200.5},)


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("", ["The table is empty."]),
        (HEAD, ["The table has column names only, and no households."]),
        ("户号\t户主\t性别\n", ["Unknown column “性别”.", "The column “claim” is missing."]),
        ("户号\t编号\t户主\t金额\n", ["The column “编号” is there twice."]),
        (HEAD + "1\t赵某\t一千", ["Line 2, “金额”: “一千” is no number."]),
        (HEAD + "1\t赵某\t-5\n\t孙某\t5", [
            "Line 2, “金额”: “-5” should be 0 to a billion, with two decimals.",
            "Line 3, “户号”: nothing is entered.",
        ]),
        (HEAD + "1\t赵某\t1e400", ["Line 2, “金额”: “1e400” should be 0 to a billion, with two decimals."]),
        (HEAD + "1\t赵某\tNaN", ["Line 2, “金额”: “NaN” should be 0 to a billion, with two decimals."]),
        (HEAD + "1\t赵某\t5\n1\t\t5", ["Line 3, “户主”: nothing is entered.", "The number “1” is there 2 times."]),
        ("户号\t户主\t金额\t\n1\t赵某\t5\t急", ["Column 4 has entries but no name."]),
        ("名单\n\n" + HEAD + "\n1\t赵某\t五", ["Line 5, “金额”: “五” is no number."]),
        (HEAD + '1\t"' + "赵" * 200_000, ["The quotation marks in the table do not match."]),
        (HEAD + "1", ["Line 2, “户主”: nothing is entered.", "Line 2, “金额”: nothing is entered."]),
        ("户号\t户主\t金额\t人口\t电话\t特别授权\n1\t赵某\t5\t0\tabc\t也许", [
            "Line 2, “人口”: “0” is not a whole number from 1 to 100.",
            "Line 2, “电话”: “abc” is no telephone number.",
            "Line 2, “特别授权”: should be yes or no; it is “也许”.",
        ]),
        (HEAD + "\n".join(f"{n}\t赵某\t5" for n in range(2001)), ["At most 2000 households; there are 2001."]),
    ],
)  # fmt: skip
def test_every_bad_row_is_named(text: str, english: list[str]) -> None:
    """All at once, with their lines; no row counts if one is bad."""
    table = household.read(text)

    assert [problem.en for problem in table.problems] == english
    assert table.rows == ()


@pytest.mark.parametrize(("count", "most", "refused"), [(5, 5, False), (6, 5, True), (6, 9, True), (3, 2, True)])
def test_a_sixth_representative_is_refused(count: int, most: int, refused: bool) -> None:
    """民事诉讼法 art. 56: a pack may allow fewer, never more."""
    assert bool(household.too_many([{}] * count, most)) is refused


def test_the_refusal_names_the_law() -> None:
    """With how many there are, in both languages."""
    (problem,) = household.too_many([{}] * 6, 5)

    assert problem.message.en == (
        "At most 5 representatives; there are 6 (民事诉讼法第五十六条、民诉法解释第七十八条、信访工作条例第二十条). Name fewer."
    )


def test_households_are_bound_by_special_authorisation_or_their_own_word() -> None:
    """What five sign does not bind eighty-six."""
    rows = [{"number": "1", "special": True}, {"number": "2", "special": False}, {"number": "3"}]

    assert household.unbound(rows, ["3"]) == ["2"]
