"""New processes and decision tables in a draft, and the doors through which cases come in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_appbuilder import BaseView, expose
from flask_babel import gettext as _

from admin import visitor
from admin.studio import filled, words
from admin.studio.filled import Filled, Row
from admin.studio.keeping import context, kept, refuse_unless_open, seen
from engine import errors
from engine.domain import form_table
from engine.usecases import make_parts, study_pack
from engine.usecases.ports.workshop import NewDecision, NewProcess, TableInput
from engine.usecases.study_pack import Study

_INPUTS = "inputs"
_DOORS = "doors"


class StudioParts(BaseView):
    """What is new in a draft."""

    route_base = "/studio/drafts/<uuid:draft>/new"

    @expose("/process", methods=["GET", "POST"])
    @visitor.signed_in
    def process(self, draft: UUID) -> Any:
        """Begin a process and give it a door; its editor opens next."""
        study = _open(draft)
        if request.method == "GET":
            return self._page("new_process", study, Filled(typed={"code": _free(study, "process")}))
        typed = filled.typed()
        wanted = NewProcess(
            code=str(typed.get("code", "")),
            title=filled.text(typed, "title"),
            step=filled.text(typed, "step"),
            **{name: str(typed.get(name, "")) for name in ("intake", "like", "step_code", "form", "role", "end")},
        )
        command = make_parts.AddProcess(draft=draft, actor=visitor.actor(), seen=seen(), wanted=wanted)
        try:
            saved = make_parts.add_process(command, context())
        except errors.AnswersRefusedError as error:
            return self._page("new_process", study, Filled(typed=typed, problems=error.problems)), 422
        flash(_("已新建流程，发布以后出现在“登记新案件”里。接下来画出其余的步骤。"), "success")
        return redirect(url_for("Studio.file", draft=draft, file=f"processes/{saved.pack}/{wanted.code}.bpmn"))

    @expose("/decision", methods=["GET", "POST"])
    @visitor.signed_in
    def decision(self, draft: UUID) -> Any:
        """Begin a decision table; its editor opens next."""
        study = _open(draft)
        if request.method == "GET":
            first = {"code": _free(study, "decision"), "type": "string", **filled.spread(_INPUTS, [{"path": ""}])}
            return self._page("new_decision", study, Filled(typed=first))
        typed = filled.typed()
        moved = filled.acted(typed)
        if moved is not None:
            return self._page("new_decision", study, Filled(typed=moved))
        wanted = _decision(study, typed)
        try:
            saved = make_parts.add_decision(
                make_parts.AddDecision(draft=draft, actor=visitor.actor(), seen=seen(), wanted=wanted), context()
            )
        except errors.AnswersRefusedError as error:
            return self._page("new_decision", study, Filled(typed=typed, problems=error.problems)), 422
        flash(_("已新建决策表。接下来添加规则；流程里用“决策”这一块引用它。"), "success")
        return redirect(url_for("Studio.file", draft=draft, file=f"processes/{saved.pack}/{wanted.code}.dmn"))

    @expose("/doors", methods=["GET", "POST"])
    @visitor.signed_in
    def doors(self, draft: UUID) -> Any:
        """Show through which processes and forms cases come in, or change that."""
        study = _open(draft)
        if request.method == "GET":
            return self._page("doors", study, Filled(typed=filled.spread(_DOORS, list(map(_door_row, _doors(study))))))
        typed = filled.typed()
        return kept(
            draft,
            typed,
            lambda entry: self._page("doors", study, entry),
            lambda: {("starts",): [_door(row) for row in filled.rows(typed, _DOORS)]},
        )

    def _page(self, name: str, study: Study, entry: Filled) -> str:
        return str(
            self.render_template(
                f"studio/{name}.html",
                study=study,
                entry=entry,
                words=words,
                items=lambda kind: [(each.code, _named(each.title, each.code)) for each in study.outline.items if each.kind == kind],
                decisions=lambda: [
                    (each.code, _named(each.title, each.code)) for each in study.outline.items if each.code in study.outline.copyable
                ],
                codes=lambda kind: [(code, visitor.say(title)) for code, title in study.outline.labels.get(kind, {}).items()],
                fields=lambda: [(each.path, visitor.say(each.title)) for each in _fields(study)],
                types=types(),
            )
        )


def types() -> Mapping[str, str]:
    """Return the kinds of results that a table may give."""
    return {"string": _("文字"), "number": _("数字"), "boolean": _("是或否")}


def _open(draft: UUID) -> Study:
    study = study_pack.study_draft(draft, visitor.actor(), context())
    refuse_unless_open(study)
    return study


def _free(study: Study, kind: str) -> str:
    return context().releases.workshop.free_code(study.files, kind)


def _fields(study: Study) -> Sequence[TableInput]:
    return context().releases.workshop.fields(study.files)


def _named(title: errors.Text, code: str) -> str:
    return _("%(label)s（%(addition)s）", label=visitor.say(title), addition=code)


def _decision(study: Study, typed: Mapping[str, Any]) -> NewDecision:
    known = {each.path: each for each in _fields(study)}
    chosen = dict.fromkeys(str(row.get("path", "")) for row in filled.rows(typed, _INPUTS))
    kind = str(typed.get("type", ""))
    return NewDecision(
        code=str(typed.get("code", "")),
        title=filled.text(typed, "title"),
        place=form_table.word(str(typed.get("place", ""))),
        like=str(typed.get("like", "")),
        inputs=[known[path] for path in chosen if path in known],
        result=filled.text(typed, "result"),
        type=kind if kind in types() else "string",
    )


def _doors(study: Study) -> Sequence[Mapping[str, Any]]:
    return list(study.outline.content.get("starts", ()))


def _door_row(door: Mapping[str, Any]) -> Row:
    title = errors.Text(**door["title"])
    kept = {name: door.get(name, "") for name in ("process", "form", "channel")}
    return {**kept, "for_staff": "1" if door.get("for_staff") else "", **filled.spoken("title", title)}


def _door(row: Row) -> Mapping[str, Any]:
    zh, en = filled.text(row, "title")
    door: dict[str, Any] = {"process": str(row.get("process", "")), "title": {"zh": zh or en, "en": en or zh}}
    kept = {name: row[name] for name in ("channel", "form") if row.get(name)}
    return {**door, **kept, **({"for_staff": True} if row.get("for_staff") else {})}
