"""What the page of an editor hands to the browser, and what its requests bring back."""

from __future__ import annotations

import re
from collections.abc import Iterable

from flask import request, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf
from werkzeug.exceptions import BadRequest

from admin import visitor
from admin.studio.lists import lists
from engine import errors
from engine.domain.case import Json
from engine.errors import Problem
from engine.usecases.ports import PackItem
from engine.usecases.study_pack import Study

#: Kinds of files that have an editor.
KINDS = ("process", "decision")
#: Ids as bpmn-js and dmn-js make them, in quotes.
_MADE_UP = re.compile(r"“[A-Z][A-Za-z]*_[0-9a-z]{7}”")
_FLOOR = errors.Text("这是底线规则，不能在本县修改。", "This is a floor; a county may not change it.")


def item_of(study: Study, file: str) -> PackItem:
    """Return the first process or decision of a file that an editor opens. Raises NotFoundError."""
    found = next((item for item in study.outline.items if item.file == file and item.kind in KINDS), None)
    if found is None:
        raise errors.NotFoundError
    return found


def is_editable(study: Study, file: str) -> bool:
    """Tell whether a file may be changed: in an open draft, unless it holds a floor."""
    is_floor = any(item.is_floor for item in study.outline.items if item.file == file)
    return study.draft is not None and study.draft.state == "open" and not is_floor


def refuse_unless_editor_opens(study: Study, file: str) -> None:
    """Raise NotFoundError for what is no process or table of the pack, NotAllowedError for a floor."""
    item_of(study, file)
    if study.draft is not None and study.draft.state == "open" and not is_editable(study, file):
        raise errors.NotAllowedError(_FLOOR)


def removable(study: Study, file: str) -> list[str]:
    """Return a file of the draft's own with what goes with it. Raises NotFoundError for what is not its own process, table or form."""
    item = next((each for each in study.outline.items if each.file == file and each.is_own and each.kind in (*KINDS, "form")), None)
    if item is None:
        raise errors.NotFoundError
    layout = file.replace(".schema.json", ".ui.json")
    return [file, *([layout] if layout != file and layout in study.files else [])]


def config(study: Study, item: PackItem) -> Json:
    """Return the contract of `frontend/src/shared/studio/config.ts`."""
    draft = study.draft
    return {
        "kind": item.kind,
        "locale": visitor.locale(),
        "content": study.files[item.file].decode("utf-8", "replace"),
        "revision": draft.revision if draft else 0,
        "saveUrl": url_for("Studio.save", draft=draft.id, file=item.file) if draft else "",
        "checkUrl": url_for("Studio.check", draft=draft.id, file=item.file) if draft else "",
        "backUrl": url_for("Studio.draft", draft=draft.id) if draft else "",
        "csrf": generate_csrf(),
        "readonly": not is_editable(study, item.file),
        "released": study.outline.version if draft is None else None,
        "problems": problems(study.outline.problems, item.file) if draft else [],
        "lists": lists(study.outline),
    }


def body() -> Json:
    """Return the JSON of the request. Raises BadRequest."""
    found = request.get_json()
    if not isinstance(found, dict) or not isinstance(found.get("content"), str):
        raise BadRequest
    return found


def content(found: Json) -> bytes:
    """Return the file that the browser sent. Raises BadRequest for half a character, which no text holds."""
    try:
        return str(found["content"]).encode()
    except UnicodeEncodeError as error:
        raise BadRequest from error


def revision(found: Json) -> int:
    """Return the revision that the page showed. Raises BadRequest."""
    number = found.get("revision")
    if not isinstance(number, int) or isinstance(number, bool):
        raise BadRequest
    return number


def problems(found: Iterable[Problem], file: str) -> list[Json]:
    """Return the problems for the editor of a file: its own at their elements, then those that it makes elsewhere."""
    listed = [_problem(each, here=_name(each.file) == _name(file)) for each in found]
    return sorted(listed, key=lambda each: each["element"] is None)


def _name(file: str) -> tuple[str, str]:
    """Return what an inherited file and the pack's own copy of it have in common."""
    top, _pack, name = file.split("/", 2) if file.count("/") > 1 else ("", "", file)
    return top, name


def _problem(problem: Problem, *, here: bool) -> Json:
    # The check calls what has no name by its id; one that an editor made up says nothing to anybody.
    message = _MADE_UP.sub(_("“未命名”"), visitor.say(problem.message))
    return {
        "element": problem.place if here else None,
        "message": message if here else _("%(file)s：%(message)s", file=problem.file, message=message),
        "cure": visitor.say(problem.cure) if problem.cure else None,
        "severity": problem.severity,
    }
