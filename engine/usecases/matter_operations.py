"""Operations about the matter of a case: earlier cases about the same one, and links between cases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from engine import errors
from engine.domain import linking, same_matter
from engine.domain.calendar import local_date
from engine.domain.case import ItemState, Json, WorkItem
from engine.domain.linking import Link, LinkKind
from engine.domain.same_matter import Earlier, Matter
from engine.errors import Text
from engine.usecases import letters, ports
from engine.usecases.operation import Context, Operation

#: Most earlier cases that are proposed to a person.
MOST_PROPOSED = 10
#: State of a case that another has taken over; whoever takes its matter up again takes up the other.
MERGED = "merged"
#: The code of the notice that tells whoever works on a case that another now belongs to it.
LINKED = "case_link"


def _find_same_matter(inputs: Json, context: Context) -> Json:
    """Look through the cases of the jurisdiction and of all below it, as far as whoever moves the case may see them."""
    shown = context.release.project(context.document)
    case = letters.as_of(context.case, context.document, context.release)
    new = Matter(dispute_type=shown.dispute_type, place=same_matter.place_key(shown.place), parties=case.parties)
    since = context.now - timedelta(days=_days(inputs.get("days")))
    earlier = context.uow.links.resembling(ports.Resembling(case=case.id, jurisdiction=case.jurisdiction, matter=new, since=since))
    found = [(each, why) for each in earlier if (why := same_matter.reasons(new, each.matter))]
    open_ones = [_proposal(each, why) for each, why in found if each.is_open]
    ended_ones = [_proposal(each, why) for each, why in found if not each.is_open and each.state != MERGED]
    return {"cases": open_ones[:MOST_PROPOSED], "ended": ended_ones[:MOST_PROPOSED], "count": len(found)}


def _days(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not value > 0:
        raise errors.ProcessError(
            Text(
                "查找同一事项要给出天数（大于零的整数）。", "Looking for the same matter needs a number of days, a whole number above zero."
            )
        )
    return value


def _proposal(earlier: Earlier, why: Iterable[str]) -> Json:
    words = [same_matter.REASONS[code] for code in why]
    return {
        "case": str(earlier.id),
        # What tells the items apart in lists.
        "name": f"{earlier.number} {earlier.title}".strip(),
        "number": earlier.number,
        "state": earlier.state,
        "end": earlier.end,
        "opened_on": local_date(earlier.opened_at).isoformat(),
        "why": {"zh": "、".join(each.zh for each in words), "en": ", ".join(each.en for each in words)},
    }


def _link_case(inputs: Json, context: Context) -> Json:
    kind, other = _kind(inputs.get("kind")), _other(inputs.get("case"), context)
    if kind is LinkKind.MERGED and not other.is_open:
        raise errors.ProcessError(
            Text(
                f"“{other.number}”已经办结，不能并入。请返回核对，选择继续办理本案。",
                f"{other.number} has ended, so nothing can be merged into it. Go back and let this case go on by itself.",
            )
        )
    context.uow.links.put(
        Link(
            case=context.case.id,
            jurisdiction=context.case.jurisdiction,
            kind=kind,
            other=other.id,
            other_jurisdiction=other.jurisdiction,
            by=context.actor,
            at=context.now,
        )
    )
    context.notices.extend(_notices(kind, other, context))
    return {"case": str(other.id), "number": other.number, "kind": kind.value}


def _kind(value: Any) -> LinkKind:
    try:
        return LinkKind(str(value))
    except ValueError as error:
        listed = [each.value for each in LinkKind]
        raise errors.ProcessError(
            Text(f"没有“{value}”这种关联，可用：{'、'.join(listed)}。", f"There is no link “{value}”; there are: {', '.join(listed)}.")
        ) from error


def _other(value: Any, context: Context) -> Earlier:
    try:
        found = context.uow.links.find(UUID(str(value)), context.case.jurisdiction)
    except ValueError as error:
        raise errors.NotFoundError(Text(f"“{value}”不是案件。", f"“{value}” is no case.")) from error
    if found.id == context.case.id:
        raise errors.ProcessError(Text("案件不能与自身关联。", "A case cannot be linked with itself."))
    return found


def _notices(kind: LinkKind, other: Earlier, context: Context) -> Iterable[ports.Notice]:
    """Tell those who work on the other case; what they have before them does not move."""
    number, called = context.case.number, linking.WORDS[kind][1]
    text = Text(f"“{number}”与“{other.number}”有了关联：{called.zh}。", f"{number} now belongs to {other.number}: {called.en.lower()}.")
    notice = ports.Notice(case=other.id, jurisdiction=other.jurisdiction, to="", code=LINKED, text=text, at=context.now)
    open_items = [item for item in context.uow.cases.items(other.id) if item.state is ItemState.OPEN]
    addressees = dict.fromkeys(address for item in open_items for address in _addressees(item))
    return [replace(notice, to=address) for address in addressees]


def _addressees(item: WorkItem) -> list[str]:
    return [f"person:{item.holder}"] if item.holder else list(item.assigned) or [f"role:{item.role}"]


def _of_dispute(inputs: Json, context: Context) -> Json:
    """Gather what stands at a list place in this case and in the other cases of the same dispute: merged with it, or taken up again."""
    place = str(inputs.get("place"))
    elsewhere = context.uow.links.of_dispute(context.case.id, place)
    found = [*(context.document.get(place) or ()), *(entry for entries in elsewhere for entry in entries)]
    return {"entries": found, "count": len(found)}


OPERATIONS = (
    Operation(
        name="find_same_matter",
        title=Text("查找同一事项", "Look for the same matter"),
        inputs={"days": Text("查找多少天以内的案件", "Cases of so many days")},
        outputs=("cases", "ended", "count"),
        call=_find_same_matter,
    ),
    Operation(
        name="link_case",
        title=Text("关联案件", "Link with a case"),
        inputs={"case": Text("另一案件", "The other case"), "kind": Text("关联方式（merged 等）", "Kind of link (merged, …)")},
        outputs=("case", "number", "kind"),
        call=_link_case,
    ),
    Operation(
        name="of_dispute",
        title=Text("查同一纠纷各案的记录", "Look through all cases of the dispute"),
        inputs={"place": Text("案卷中的列表", "The list in the document")},
        outputs=("entries", "count"),
        call=_of_dispute,
    ),
)
