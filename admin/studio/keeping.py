"""What the pages of a draft share: how they begin, and how what was typed is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import BadRequest

from admin import visitor
from admin.studio import filled
from admin.studio.filled import Filled
from engine import errors
from engine.errors import FieldProblem
from engine.usecases import make_parts
from engine.usecases.context import Context
from engine.usecases.study_pack import Study

#: Entries of pack.yaml by the keys that lead to each; None takes one out.
Entries = Mapping[tuple[str, ...], Any]


def context() -> Context:
    """Return the ports of the product."""
    return visitor.product().context


def seen() -> int:
    """Return the revision of the draft that the page showed. Raises BadRequest."""
    try:
        return int(request.form.get("revision", ""))
    except ValueError as error:
        raise BadRequest from error


def is_open(study: Study) -> bool:
    """Tell whether the draft is being worked on."""
    return study.draft is not None and study.draft.state == "open"


def refuse_unless_open(study: Study) -> None:
    """Raise DraftChangedError for a draft that is submitted or over."""
    if not is_open(study):
        raise errors.DraftChangedError


def kept(
    draft: UUID,
    typed: Mapping[str, Any],
    show: Callable[[Filled], str],
    entries: Callable[[], Entries],
    problems: Callable[[Filled], Iterable[FieldProblem]] = lambda _entry: (),
) -> Any:
    """Save entries of pack.yaml as they were typed, or show the page again: with rows moved, or with what is wrong."""
    moved = filled.acted(typed)
    if moved is not None:
        return show(Filled(typed=moved))
    wrong = tuple(problems(Filled(typed=typed)))
    if wrong:
        return show(Filled(typed=typed, problems=wrong)), 422
    try:
        make_parts.put_entries(make_parts.PutEntries(draft=draft, actor=visitor.actor(), seen=seen(), entries=entries()), context())
    except errors.CheckFailedError as error:
        return show(Filled(typed=typed, others=error.problems)), 422
    flash(_("已保存到草稿，发布以后生效。"), "success")
    return redirect(url_for("Studio.draft", draft=draft))
