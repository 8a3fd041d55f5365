"""Upload files for forms, and download them: always as a download, never shown by the browser."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import Response, jsonify, request, url_for
from flask_appbuilder import BaseView, expose
from werkzeug.exceptions import BadRequest

from admin import visitor
from engine.domain.case import Json
from engine.usecases import ports
from engine.usecases.attach_file import AttachFile, attach_file
from engine.usecases.read_file import ReadFile, read_file

#: The shape of ids of files among answers.
ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Files(BaseView):
    """Files of forms."""

    route_base = "/files"

    @expose("/", methods=["POST"])
    @visitor.signed_in
    def upload(self) -> Any:
        """Store a file for a work item, or for a case not yet opened."""
        sent = request.files.get("file")
        if sent is None:
            raise BadRequest
        command = AttachFile(
            name=sent.filename or "",
            content=sent.read(),
            actor=visitor.actor(),
            item=request.args.get("item", type=UUID),
            jurisdiction=request.args.get("jurisdiction"),
        )
        file = attach_file(command, visitor.product().context)
        return jsonify(id=str(file.id), **_stored(file.id, file.name, len(file.content))), 201

    @expose("/<uuid:file>", methods=["GET"])
    @visitor.signed_in
    def download(self, file: UUID) -> Response:
        """Hand a file out under its own name."""
        found = read_file(ReadFile(file=file, actor=visitor.actor()), visitor.product().context)
        answer = Response(found.content, mimetype=found.media_type)
        answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.name, safe='')}"
        answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
        answer.headers["Cache-Control"] = "private, no-store"
        return answer


def named_in(value: Any) -> Iterator[UUID]:
    """Yield what may be ids of files among answers; others find no file and do no harm."""
    if isinstance(value, dict):
        yield from named_in(list(value.values()))
    elif isinstance(value, list | tuple):
        for each in value:
            yield from named_in(each)
    elif isinstance(value, str):
        yield from map(UUID, ID.findall(value))


def described(uow: ports.UnitOfWork, files: Collection[UUID]) -> Mapping[str, Json]:
    """Return name, size and address of the files that exist, by id."""
    found = uow.attachments.names(list(files)) if files else {}
    return {str(file): _stored(file, name, size) for file, (name, size) in found.items()}


def _stored(file: UUID, name: str, size: int) -> Json:
    return {"name": name, "size": size, "url": url_for("Files.download", file=file)}
