"""Which files a pack may hold, and what each of them is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from engine.domain import content
from engine.errors import NotFoundError, Problem, Text

MAX_FILES = 2_000
MAX_FILE_BYTES = content.LARGEST_FILE
MAX_BYTES = 32 * 1024 * 1024
MAX_PATH = 200


class Kind(StrEnum):
    """What a file of a pack is."""

    PACK = "pack"
    PROCESS = "process"
    DECISION = "decision"
    SCENARIO = "scenario"
    DEMO = "demo"
    DOCUMENT = "document"
    SCHEMA = "schema"
    LAYOUT = "layout"
    NOTE = "note"


_PACK = r"(?P<pack>[a-z][a-z0-9_-]{0,39})"
_NAME = r"(?P<name>\w[\w.-]*?)"
_PATTERNS = {
    Kind.PACK: re.compile(rf"processes/{_PACK}/(?P<name>pack)\.yaml"),
    Kind.PROCESS: re.compile(rf"processes/{_PACK}/{_NAME}\.bpmn"),
    Kind.DECISION: re.compile(rf"processes/{_PACK}/{_NAME}\.dmn"),
    Kind.SCENARIO: re.compile(rf"processes/{_PACK}/scenarios/{_NAME}\.yaml"),
    Kind.DEMO: re.compile(rf"processes/{_PACK}/(?P<name>demo)\.yaml"),
    Kind.DOCUMENT: re.compile(rf"processes/{_PACK}/documents/{_NAME}\.yaml"),
    Kind.SCHEMA: re.compile(rf"forms/{_PACK}/{_NAME}\.schema\.json"),
    Kind.LAYOUT: re.compile(rf"forms/{_PACK}/{_NAME}\.ui\.json"),
    Kind.NOTE: re.compile(rf"(?:processes|forms)/{_PACK}/(?P<name>README)\.md"),
}


@dataclass(frozen=True, kw_only=True)
class PackPath:
    """A path of a pack, taken apart."""

    path: str
    pack: str
    kind: Kind
    #: File name without folder and suffix, for example `F05`.
    name: str


def parse(path: str) -> PackPath | None:
    """Return what a path is, or None for a file that no pack may hold."""
    for kind, pattern in _PATTERNS.items():
        found = pattern.fullmatch(path)
        if found and ".." not in path and len(path) <= MAX_PATH and path == unicodedata.normalize("NFC", path):
            return PackPath(path=path, pack=found["pack"], kind=kind, name=found["name"])
    return None


def home(path: str, pack: str) -> str:
    """Return where a pack keeps its own file in place of an inherited one. Raises NotFoundError for what no pack may hold."""
    parsed = parse(path)
    if parsed is None:
        raise NotFoundError(_unknown(path).message)
    top, _, name = path.split("/", 2)
    return f"{top}/{pack}/{name}"


def check(files: Mapping[str, bytes]) -> Iterator[Problem]:
    """Yield what is wrong with the files of a pack before any of them is read."""
    yield from _too_much(files)
    for path, file in sorted(files.items()):
        if parse(path) is None:
            yield _unknown(path)
        elif len(file) > MAX_FILE_BYTES:
            limit = MAX_FILE_BYTES // 1024
            yield Problem(file=path, message=Text(f"文件太大：最多 {limit} KB。", f"The file is too large: at most {limit} KB."))
    yield from _same_on_some_disks(files)


def _too_much(files: Mapping[str, bytes]) -> Iterator[Problem]:
    if len(files) > MAX_FILES:
        yield Problem(file="", message=Text(f"文件太多：最多 {MAX_FILES} 个。", f"There are too many files: at most {MAX_FILES}."))
    if sum(map(len, files.values())) > MAX_BYTES:
        limit = MAX_BYTES // (1024 * 1024)
        yield Problem(file="", message=Text(f"模板包太大：最多 {limit} MB。", f"The pack is too large: at most {limit} MB."))


def _unknown(path: str) -> Problem:
    shown = path if len(path) <= MAX_PATH else path[:MAX_PATH] + "…"
    return Problem(
        file=shown,
        message=Text(f"模板包里不能有文件“{shown}”。", f'A pack cannot hold the file "{shown}".'),
        cure=Text(
            "模板包只含 pack.yaml、demo.yaml、*.bpmn、*.dmn、scenarios/*.yaml、documents/*.yaml、*.schema.json、*.ui.json 和 README.md；"
            "请移走这个文件。",
            "A pack holds pack.yaml, demo.yaml, *.bpmn, *.dmn, scenarios/*.yaml, documents/*.yaml, *.schema.json, *.ui.json and "
            "README.md only; move this file away.",
        ),
    )


def _same_on_some_disks(files: Mapping[str, bytes]) -> Iterator[Problem]:
    """Two names that differ in case only would overwrite each other on Windows and macOS."""
    seen: dict[str, str] = {}
    for path in sorted(files):
        other = seen.setdefault(path.casefold(), path)
        if other != path:
            message = Text(f"“{path}”与“{other}”只有大小写不同。", f'"{path}" and "{other}" differ in upper and lower case only.')
            yield Problem(file=path, message=message, cure=Text("请改名其中一个。", "Rename one of them."))


def stranger(path: str, pack: str) -> Problem:
    """Return the problem of a file whose pack is neither the one checked nor a parent of it."""
    message = Text(f"文件属于模板包“{pack}”，它没有 pack.yaml。", f"The file belongs to the pack {pack}, which has no pack.yaml.")
    return Problem(file=path, message=message, cure=Text("请补上 pack.yaml，或移走这个文件。", "Add its pack.yaml, or move the file away."))
