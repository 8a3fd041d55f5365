"""Hold figures to their versions: whoever changes what a figure counts gives it another number, so that nobody compares the two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.domain.figure import FigureDefinition
from engine.errors import CheckFailedError, Problem, Text
from engine.usecases import ports
from engine.usecases.context import Context


def refuse_unversioned(draft: ports.PackDraft, whole: Mapping[str, bytes], uow: ports.UnitOfWork, context: Context) -> None:
    """Refuse a draft in which a figure counts otherwise under the same version. Raises CheckFailedError."""
    if draft.base is None:
        return
    before = context.releases.outline(uow.packs.release_files(draft.base)).figures
    after = context.releases.outline(whole).figures
    problems = list(unversioned(before, after, f"processes/{draft.pack}/pack.yaml"))
    if problems:
        raise CheckFailedError(problems)


def unversioned(before: Mapping[str, FigureDefinition], after: Mapping[str, FigureDefinition], file: str) -> Iterator[Problem]:
    """Yield the figures that count otherwise than before under the same version, or under an older one."""
    for name, now in after.items():
        then = before.get(name)
        if then is None or (now.version > then.version) or (now.version == then.version and _counts_alike(then, now)):
            continue
        title = now.title
        yield Problem(
            file=file,
            place=f"figures.{name}.version",
            message=Text(
                f"统计数“{title.zh}”的算法变了，版本号却没有增大（原为 {then.version}，现为 {now.version}）。",
                f"The figure “{title.en}” counts otherwise than before, but its version was not raised "
                f"(it was {then.version}, it is {now.version}).",
            ),
            cure=Text(
                f"请把 version 改为 {then.version + 1}：已发布的报表仍按原来的版本。",
                f"Set its version to {then.version + 1}; reports that were published keep the old one.",
            ),
        )


def _counts_alike(then: FigureDefinition, now: FigureDefinition) -> bool:
    return (dict(then.formulas), then.cut_off) == (dict(now.formulas), now.cut_off)
