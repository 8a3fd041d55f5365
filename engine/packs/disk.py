"""Packs as folders: what ships from the factory, and what an export writes back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from engine.domain.case import Json
from engine.errors import CheckFailedError, NotFoundError, Problem, Text
from engine.packs import paths, yamlfile


def read_pack_dir(processes_root: Path, forms_root: Path, pack: str) -> dict[str, bytes]:
    """Return the files of a pack and of all packs it extends, by paths such as `processes/base/pack.yaml`.

    Raises NotFoundError if there is no such pack; a missing parent is left for the check to report.
    """
    files: dict[str, bytes] = {}
    wanted: str | None = pack
    seen: set[str] = set()
    while wanted is not None and wanted not in seen:
        own = read_own_files(processes_root, forms_root, wanted)
        if not own and wanted == pack:
            raise NotFoundError(Text(f"没有找到模板包“{pack}”。", f"There is no pack {pack} in {processes_root}."))
        files |= own
        seen.add(wanted)
        wanted = _parent(own.get(f"processes/{wanted}/pack.yaml"))
    return files


def read_own_files(processes_root: Path, forms_root: Path, pack: str) -> dict[str, bytes]:
    """Return the files of one pack without its parents'. Raises CheckFailedError for links and too much content."""
    files: dict[str, bytes] = {}
    for top, root in (("processes", processes_root), ("forms", forms_root)):
        for file in _regular_files(root / pack):
            name = f"{top}/{file.relative_to(root).as_posix()}"
            _refuse_too_large(name, file, len(files))
            files[name] = file.read_bytes()
    return files


def packs_in(processes_root: Path) -> list[str]:
    """Return the names of the packs in a folder."""
    return sorted(file.parent.name for file in processes_root.glob("*/pack.yaml"))


def write_files(root: Path, files: Mapping[str, bytes]) -> list[str]:
    """Write files below a folder and return the paths that changed; equal files are not touched.

    Every path is checked again here, because what is written to disk may have come from outside.
    """
    refused = list(paths.check(files))
    if refused:
        raise CheckFailedError(refused)
    return [path for path, content in sorted(files.items()) if _write(root / path, content)]


def _write(target: Path, content: bytes) -> bool:
    if target.is_file() and target.read_bytes() == content:
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return True


def _regular_files(folder: Path) -> Iterator[Path]:
    for file in _sorted(folder.rglob("*")) if folder.is_dir() else ():
        if file.is_symlink():
            message = Text(f"“{file.name}”是链接，不是文件。", f"{file.name} is a link, not a file.")
            cure = Text("请用文件本身代替链接。", "Put the file itself in its place.")
            raise CheckFailedError([Problem(file=file.name, message=message, cure=cure)])
        if file.is_file() and not _is_litter(file):
            yield file


def _sorted(files: Iterable[Path]) -> list[Path]:
    return sorted(files, key=lambda file: file.as_posix())


def _is_litter(file: Path) -> bool:
    """Hidden files of editors and desktops are not part of a pack."""
    return file.name.startswith(".") or file.name.startswith("~$")


def _refuse_too_large(name: str, file: Path, count: int) -> None:
    if file.stat().st_size > paths.MAX_FILE_BYTES or count >= paths.MAX_FILES:
        message = Text("模板包的文件太大或太多。", "The pack has too many or too large files.")
        raise CheckFailedError([Problem(file=name, message=message)])


def _parent(manifest: bytes | None) -> str | None:
    """Read `extends`; an unreadable pack.yaml is reported by the check, not here."""
    if manifest is None:
        return None
    try:
        value: Json = yamlfile.read("pack.yaml", manifest).value
    except CheckFailedError:
        return None
    parent = value.get("extends") if isinstance(value, dict) else None
    return parent if isinstance(parent, str) and _is_pack_name(parent) else None


def _is_pack_name(pack: str) -> bool:
    """Tell whether a pack's name may become a folder name."""
    return paths.parse(f"processes/{pack}/pack.yaml") is not None
