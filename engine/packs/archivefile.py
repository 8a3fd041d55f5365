"""Reads zip files that came from outside, without trusting any of their words."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping

from engine.errors import CheckFailedError, Problem, Text
from engine.packs import paths

MAX_ARCHIVE_BYTES = 16 * 1024 * 1024
#: Text shrinks to about a tenth; a file that grows a hundredfold is a bomb.
MAX_RATIO = 200
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_CURE = Text("请向提供者重新索取由本系统导出的模板包。", "Ask the sender for a pack exported by this system.")


def read_entries(content: bytes, *, extra: frozenset[str] = frozenset()) -> Mapping[str, bytes]:
    """Return the files of an archive by path. Raises CheckFailedError with everything that speaks against it.

    Only paths that a pack may hold and those of `extra` are accepted.
    """
    with _opened(content) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        problems = [*_too_much(entries), *(problem for entry in entries for problem in _distrust(entry, extra)), *_repeated(entries)]
        if problems:
            raise CheckFailedError(problems)
        return {entry.filename: _extract(archive, entry) for entry in entries}


def _opened(content: bytes) -> zipfile.ZipFile:
    if len(content) > MAX_ARCHIVE_BYTES:
        limit = MAX_ARCHIVE_BYTES // (1024 * 1024)
        raise CheckFailedError([_problem("", f"压缩包太大：最多 {limit} MB。", f"The archive is too large: at most {limit} MB.")])
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise CheckFailedError([_problem("", "这不是完整的 zip 压缩包。", "This is not a complete zip archive.")]) from error


def _too_much(entries: list[zipfile.ZipInfo]) -> Iterator[Problem]:
    if len(entries) > paths.MAX_FILES:
        yield _problem("", f"文件太多：最多 {paths.MAX_FILES} 个。", f"There are too many files: at most {paths.MAX_FILES}.")
    if sum(entry.file_size for entry in entries) > paths.MAX_BYTES:
        limit = paths.MAX_BYTES // (1024 * 1024)
        yield _problem("", f"解开后太大：最多 {limit} MB。", f"It is too large when unpacked: at most {limit} MB.")


def _distrust(entry: zipfile.ZipInfo, extra: frozenset[str]) -> Iterator[Problem]:
    name = _shown(entry.orig_filename)
    if entry.orig_filename not in extra and paths.parse(entry.orig_filename) is None:
        yield _problem(name, f"模板包里不能有文件“{name}”。", f'A pack cannot hold the file "{name}".')
    if entry.flag_bits & _ENCRYPTED:
        yield _problem(name, "文件有密码保护，无法读取。", "The file is protected by a password and cannot be read.")
    if stat.S_ISLNK(entry.external_attr >> 16):
        yield _problem(name, f"“{name}”是链接，不是文件。", f"{name} is a link, not a file.")
    if entry.compress_type not in _METHODS:
        yield _problem(name, "压缩方式不受支持。", "The way it is compressed is not supported.")
    if entry.file_size > paths.MAX_FILE_BYTES:
        limit = paths.MAX_FILE_BYTES // 1024
        yield _problem(name, f"文件太大：最多 {limit} KB。", f"The file is too large: at most {limit} KB.")
    elif entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
        yield _problem(name, "文件解开后膨胀异常，已拒绝读取。", "The file grows suspiciously when unpacked, so it was not read.")


def _repeated(entries: list[zipfile.ZipInfo]) -> Iterator[Problem]:
    seen: set[str] = set()
    for entry in entries:
        if entry.filename in seen:
            name = _shown(entry.filename)
            yield _problem(name, f"压缩包里有两个“{name}”。", f'The archive holds "{name}" twice.')
        seen.add(entry.filename)


def _extract(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Unpack one file; the length is bounded by what was read, not by what the header promises."""
    name = _shown(entry.filename)
    try:
        with archive.open(entry) as stream:
            content = stream.read(entry.file_size + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        raise CheckFailedError(
            [_problem(name, "文件已损坏（校验不符）。", "The file is damaged (its checksum does not match).")]
        ) from error
    if len(content) != entry.file_size:
        raise CheckFailedError([_problem(name, "文件长度与所写不符。", "The file's length is not what the archive says.")])
    return content


def _shown(name: str) -> str:
    """Return a name fit for a sentence, whatever characters it holds."""
    plain = "".join(character if character.isprintable() else "�" for character in name)
    return plain if len(plain) <= paths.MAX_PATH else plain[: paths.MAX_PATH] + "…"


def _problem(file: str, zh: str, en: str) -> Problem:
    return Problem(file=file, message=Text(zh, en), cure=_CURE)
