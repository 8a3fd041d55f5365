"""A pack and the packs it extends: who comes first when a name is looked up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.errors import CheckFailedError, Problem, Text
from engine.packs import paths, yamlfile
from engine.packs.paths import Kind, PackPath
from engine.packs.yamlfile import YamlFile

MAX_PARENTS = 8


@dataclass(frozen=True, kw_only=True)
class Lineage:
    """The files of a pack with those of its parents, own pack first."""

    #: Pack names: own, parent, grandparent, …
    packs: tuple[str, ...]
    #: The pack.yaml of each, in the same order.
    manifests: tuple[YamlFile, ...]
    files: Mapping[str, bytes]

    @property
    def own(self) -> str:
        """Return the name of the pack itself."""
        return self.packs[0]

    def of_kind(self, kind: Kind) -> Mapping[str, bytes]:
        """Return the files that count, by path: one of the same name in a child hides its parents'."""
        return {found.path: self.files[found.path] for found in self.chosen(kind).values()}

    def chosen(self, kind: Kind) -> Mapping[str, PackPath]:
        """Return by name the files that count, own pack first."""
        found: dict[str, PackPath] = {}
        for pack in self.packs:
            for each in self.of_pack(pack):
                if each.kind is kind:
                    found.setdefault(each.name, each)
        return found

    def of_pack(self, pack: str) -> Iterator[PackPath]:
        """Yield the files of one pack in the order of their paths."""
        for path in sorted(self.files):
            parsed = paths.parse(path)
            if parsed and parsed.pack == pack:
                yield parsed


def trace(files: Mapping[str, bytes]) -> Lineage:
    """Find the own pack and its parents. Raises CheckFailedError if the chain is broken or a pack.yaml unreadable."""
    manifests = _read_manifests(files)
    own = _own(manifests)
    packs = [own]
    while parent := _parent(manifests[packs[-1]]):
        _refuse_bad_parent(parent, packs, manifests)
        packs.append(parent)
    return Lineage(packs=tuple(packs), manifests=tuple(manifests[pack] for pack in packs), files=files)


def _read_manifests(files: Mapping[str, bytes]) -> dict[str, YamlFile]:
    found: dict[str, YamlFile] = {}
    problems: list[Problem] = []
    for path, content in sorted(files.items()):
        parsed = paths.parse(path)
        if parsed and parsed.kind is Kind.PACK:
            try:
                found[parsed.pack] = yamlfile.read(path, content)
            except CheckFailedError as error:
                problems.extend(error.problems)
    if problems:
        raise CheckFailedError(problems)
    return found


def _own(manifests: Mapping[str, YamlFile]) -> str:
    extended = {_parent(manifest) for manifest in manifests.values()}
    # In a circle everybody is extended; the walk up then says so.
    own = [pack for pack in manifests if pack not in extended] or sorted(manifests)[:1]
    if not own:
        message = Text("没有找到 pack.yaml。", "There is no pack.yaml.")
        cure = Text("请在 processes/<模板包>/ 下加入 pack.yaml。", "Add pack.yaml under processes/<pack>/.")
        raise CheckFailedError([Problem(file="pack.yaml", message=message, cure=cure)])
    if len(own) > 1:
        listed = "、".join(own), ", ".join(own)
        message = Text(f"这里有几个互不相关的模板包：{listed[0]}。", f"Several unrelated packs are here: {listed[1]}.")
        cure = Text("请一次只检查一个模板包和它的上级。", "Check one pack with its parents at a time.")
        raise CheckFailedError([Problem(file=manifests[own[1]].file, message=message, cure=cure)])
    return own[0]


def _parent(manifest: YamlFile) -> str | None:
    parent = manifest.value.get("extends") if isinstance(manifest.value, dict) else None
    return parent if isinstance(parent, str) else None


def _refuse_bad_parent(parent: str, packs: list[str], manifests: Mapping[str, YamlFile]) -> None:
    manifest = manifests[packs[-1]]
    if parent not in manifests:
        message = Text(f"缺少上级模板包“{parent}”。", f"The parent pack {parent} is missing.")
        cure = Text("请先导入上级模板包，或改正 extends。", "Import the parent pack first, or correct extends.")
    elif parent in packs or len(packs) > MAX_PARENTS:
        message = Text("模板包的上级关系成了一个圈，或层级太多。", "The packs extend each other in a circle, or too many times.")
        cure = Text("请改正 extends。", "Correct extends.")
    else:
        return
    raise CheckFailedError([manifest.problem(("extends",), message, cure)])
