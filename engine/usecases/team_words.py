"""The words for what decides about teams: qualifications, categories, units and ways of being there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from engine.domain.roster import Roster
from engine.errors import Text
from engine.usecases import ports

_FIXED: Mapping[str, Mapping[str, Text]] = {
    "represents": {"woman": Text("女性", "woman"), "minority": Text("人数较少民族的成员", "member of a minority")},
    "presence": {
        "resident": Text("常驻单位", "unit that is always there"),
        "rotating": Text("轮驻单位", "unit that comes in turn"),
        "on_call": Text("随驻单位", "unit that comes when called"),
    },
    "unit_kinds": {
        "centre": Text("综治中心", "centre"),
        "window": Text("窗口", "window"),
        "department": Text("职能部门", "department"),
        "committee": Text("调解委员会", "mediation committee"),
        "tribunal": Text("法庭", "tribunal"),
        "studio": Text("调解工作室", "studio"),
        "pool": Text("人才库", "pool of experts"),
        "town": Text("乡镇（街道）", "town"),
    },
}


@dataclass(frozen=True, kw_only=True)
class TeamWords:
    """Satisfies `engine.domain.composition.Words` for a roster under a release."""

    release: ports.Release
    roster: Roster

    def __call__(self, kind: str, code: str, /) -> Text:
        """Return the words; a field of work is called as the team that works in it."""
        if kind in _FIXED:
            return _FIXED[kind].get(code, Text(code, code))
        if kind == "units":
            unit = self.roster.by_unit.get(code)
            return unit.title if unit else Text(code, code)
        found = self.release.label(kind, code)
        is_unknown = kind == "qualifications" and found == Text(code, code)
        return self._fields.get(code, found) if is_unknown else found

    @cached_property
    def _fields(self) -> Mapping[str, Text]:
        return {
            team.industry: Text(f"{team.title.zh.removesuffix('团队')}专长", f"{team.title.en} expertise")
            for team in reversed(self.roster.teams)
            if team.industry
        }
