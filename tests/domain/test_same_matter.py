"""Earlier cases are proposed for the matter, the place and the people of this dispute, never for a person alone."""

from __future__ import annotations

import pytest

from engine.domain.case import PartyRow
from engine.domain.same_matter import Matter, place_key, reasons


def a_matter(*parties: tuple[str, str | None], dispute_type: str | None = "02", place: str | None = None) -> Matter:
    rows = tuple(PartyRow(role="applicant", name=name, phone=phone) for name, phone in parties)
    return Matter(dispute_type=dispute_type, place=place_key(place), parties=rows)


@pytest.mark.parametrize(
    ("new", "earlier", "why"),
    [
        (a_matter(place="东镇 和平小区3栋"), a_matter(place="东镇和平小区 3栋"), ("place",)),
        (a_matter(place="东镇"), a_matter(place="西镇"), ()),
        (a_matter(), a_matter(), ()),
        (a_matter(("石某", "1990000001")), a_matter(("石某", "1990000001")), ("people",)),
        (a_matter(("石某", "1990000001")), a_matter(("石某", "1990000002")), ()),
        (a_matter(("石某", None)), a_matter(("石某", None)), ()),
        (a_matter(("石某", None), ("车某", None)), a_matter(("车某", None), ("石某", None), ("孙某", None)), ("people",)),
        (a_matter(("石某", "1990000001"), place="东镇"), a_matter(("石某", "1990000001"), place="东镇"), ("place", "people")),
    ],
)
def test_place_or_people_make_the_same_matter(new: Matter, earlier: Matter, why: tuple[str, ...]) -> None:
    """One shared name without a telephone is a namesake; two are the same parties."""
    assert reasons(new, earlier) == why


@pytest.mark.parametrize("other", ["04", None])
def test_another_kind_of_dispute_is_another_matter(other: str | None) -> None:
    """个人信息保护法 art. 6: what one person does elsewhere is never put together."""
    same = ("石某", "1990000001")

    assert reasons(a_matter(same, place="东镇"), a_matter(same, place="东镇", dispute_type=other)) == ()
    assert reasons(a_matter(same, place="东镇", dispute_type=None), a_matter(same, place="东镇", dispute_type=other)) == ()


def test_a_place_of_blanks_is_no_place() -> None:
    """Two cases without a place do not happen at the same one."""
    assert place_key("  ") is None
    assert place_key(None) is None
