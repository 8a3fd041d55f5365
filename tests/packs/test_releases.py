"""A release made ready to run stays what it was when it was released."""

from __future__ import annotations

import json

from engine.packs import checking
from engine.packs.release import PackReleases
from tests.packs.builders import a_manifest

FORM = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "x-onedoor": {"code": "F1", "writes": "facts"},
    "title": "事实",
    "x-en": {"title": "Facts"},
    "type": "object",
    "properties": {"score": {"type": "integer", "title": "评分", "x-en": {"title": "Score"}, "x-privacy": "P0"}},
}


def test_a_rule_learnt_later_does_not_stop_running_cases() -> None:
    """What a newer check would refuse is refused in drafts; a stored release still gives its forms and labels."""
    files = {
        "processes/small/pack.yaml": a_manifest("small", roles={"R.X": {"zh": "岗", "en": "Post"}}),
        "forms/small/F1.schema.json": json.dumps(FORM).encode(),
        "forms/small/F1.ui.json": b'{"score": {"ui:widget": "radio"}}',
    }
    assert [problem.severity for problem in checking.check(files)] == ["error"]

    release = PackReleases(lambda _: files).get("r1")

    assert release.form("F1").title().zh == "事实"
    assert release.label("roles", "R.X").en == "Post"


def test_a_release_is_read_once() -> None:
    """Whoever asks again gets the same release without another reading."""
    asked: list[str] = []

    def load(release: str) -> dict[str, bytes]:
        asked.append(release)
        return {"processes/small/pack.yaml": a_manifest("small")}

    releases = PackReleases(load, capacity=2)
    first = releases.get("r1")

    assert releases.get("r1") is first
    releases.get("r2")
    releases.get("r3")
    releases.get("r1")
    assert asked == ["r1", "r2", "r3", "r1"]
