"""Merges whole packs as the command does: the own files of three, over the parents of the newest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.domain.case import Json
from engine.errors import EngineError, Problem, Text
from engine.packs import archive, checking, compare, disk, lineage, outlining, paths
from engine.packs.merging.inherited import merge_over_parents
from engine.packs.release import PackReleases
from engine.packs.xmldiff import Naming
from engine.usecases.ports.workshop import Clash, Files

_SAID = {"ours": Text("我方", "Ours"), "theirs": Text("对方", "Theirs")}


class TargetTakenError(EngineError):
    """那里已经有内容，为免覆盖没有写入。请换一个文件夹或文件名。

    Something is there already, and nothing was overwritten. Name another folder or file.
    """


@dataclass(frozen=True, kw_only=True)
class Told:
    """A conflict with what either side did, in words."""

    clash: Clash
    ours: Sequence[Text]
    theirs: Sequence[Text]

    def as_json(self) -> Json:
        """Return it for programs; contents of files are left out."""
        clash = self.clash
        values = {} if isinstance(clash.base, bytes) else {"base": clash.base}
        sides = {name: [text._asdict() for text in said] for name, said in (("ours", self.ours), ("theirs", self.theirs))}
        title = clash.title._asdict() if clash.title else None
        return {"file": clash.file, "place": clash.place, "title": title, "choices": list(clash.choices), **values, **sides}

    def lines(self, locale: str) -> Iterator[str]:
        """Yield what the command prints."""
        about = self.clash.title.in_language(locale) if self.clash.title else ""
        yield ": ".join(part for part in (self.clash.file, self.clash.place, about) if part)
        for side, sentences in (("ours", self.ours), ("theirs", self.theirs)):
            said = _SAID[side].in_language(locale)
            yield from (f"  {said}：{text.zh}" if locale == "zh" else f"  {said}: {text.en}" for text in sentences)


@dataclass(frozen=True, kw_only=True)
class MergedPack:
    """Three packs as one."""

    pack: str
    #: The pack's own files; ours where a conflict remains.
    files: Mapping[str, bytes]
    #: Those with the parents over which they were checked.
    whole: Mapping[str, bytes]
    conflicts: Sequence[Told]
    problems: Sequence[Problem]


def merge_packs(base: Files, ours: Files, theirs: Files) -> MergedPack:
    """Merge packs that may lie in folders of different names; the result has the name of ours. Raises CheckFailedError."""
    pack = lineage.trace(ours).own
    merged = merge_over_parents(pack, (_called(base, pack), ours, _called(theirs, pack)), {})
    naming = outlining.naming(PackReleases(load=lambda _release: {}).outline(theirs))
    whole = {**_parents(ours), **_parents(theirs), **merged.files}
    return MergedPack(
        pack=pack,
        files=merged.files,
        whole=whole,
        conflicts=[_told(clash, naming) for clash in merged.clashes],
        problems=checking.check(whole),
    )


def write(found: MergedPack, target: Path) -> list[str]:
    """Write an archive with parents, or the own files into a folder; return what was written. Raises TargetTakenError."""
    if target.suffix == ".zip":
        _refuse_taken(target, is_taken=target.exists())
        target.write_bytes(archive.export_pack(found.whole))
        return [str(target)]
    for folder in (target / "processes" / found.pack, target / "forms" / found.pack):
        _refuse_taken(folder, is_taken=folder.is_dir() and any(folder.iterdir()))
    return disk.write_files(target, found.files)


def _refuse_taken(target: Path, *, is_taken: bool) -> None:
    if is_taken:
        raise TargetTakenError(
            Text(
                f"“{target}”已经有内容，为免覆盖没有写入。请换一个文件夹或文件名。",
                f"{target} holds something already, and nothing was overwritten. Name another folder or file.",
            )
        )


def _called(files: Files, pack: str) -> dict[str, bytes]:
    """Return a pack with its own files where a pack of another name keeps them."""
    line = lineage.trace(files)
    own = {paths.home(each.path, pack): files[each.path] for each in line.of_pack(line.own)}
    return {**_parents(files), **own}


def _parents(files: Files) -> dict[str, bytes]:
    line = lineage.trace(files)
    return {each.path: files[each.path] for pack in line.packs[1:] for each in line.of_pack(pack)}


def _told(clash: Clash, naming: Naming) -> Told:
    ours, theirs = (compare.told(clash, side, naming) for side in (clash.ours, clash.theirs))
    return Told(clash=clash, ours=ours, theirs=theirs)
