"""Claims about bringing a draft together with what was released meanwhile."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from engine.packs import yamledit, yamlfile
from engine.packs.merging import merge
from engine.usecases.ports.workshop import Merged
from tests.packs.small_pack import MANIFEST, PROCESS

ORDER, PACK, FORM = "processes/longxi/lx_order.bpmn", "processes/longxi/pack.yaml", "forms/longxi/X.schema.json"


def merged(base: Mapping[str, str], ours: Mapping[str, str], theirs: Mapping[str, str], **chosen: str) -> Merged:
    three = [{path: text.encode() for path, text in side.items()} for side in (base, ours, theirs)]
    return merge(three[0], three[1], three[2], chosen)


def stated(*entries: tuple[tuple[str, ...], Any]) -> str:
    content = MANIFEST.encode()
    for keys, value in entries:
        content = yamledit.put(PACK, content, keys, value)
    return content.decode()


def test_files_that_one_side_left_alone_follow_the_other() -> None:
    """New, changed and removed files of either side are there without a question."""
    found = merged(
        {ORDER: "a", "processes/longxi/old.bpmn": "o", "processes/longxi/gone.bpmn": "g"},
        {ORDER: "a", "processes/longxi/old.bpmn": "o", "processes/longxi/mine.bpmn": "m"},
        {ORDER: "b", "processes/longxi/gone.bpmn": "g", "processes/longxi/theirs.bpmn": "t"},
    )

    assert found.clashes == ()
    assert found.files == {ORDER: b"b", "processes/longxi/mine.bpmn": b"m", "processes/longxi/theirs.bpmn": b"t"}


def test_entries_of_a_pack_come_together() -> None:
    """Two who each set a figure and added a door lose neither; the comments and the version are the release's."""
    door = {"process": "lx_order", "title": {"zh": "点单", "en": "Order"}, "form": "F01"}
    mine = stated((("parameters", "a"), {"value": 1}), (("starts",), [door, {"process": "mine", "title": door["title"]}]))
    other = stated(
        (("version",), "1.0.1"), (("parameters", "b"), {"value": 2}), (("starts",), [door, {"process": "other", "title": door["title"]}])
    )

    found = merged({PACK: MANIFEST}, {PACK: mine}, {PACK: other})

    content = found.files[PACK]
    read = yamlfile.read(PACK, content).value
    assert found.clashes == ()
    assert content.decode().startswith("# 陇西县")
    assert (read["version"], read["parameters"]) == ("1.0.1", {"a": {"value": 1}, "b": {"value": 2}})
    assert [each["process"] for each in read["starts"]] == ["lx_order", "mine", "other"]


def test_what_both_changed_is_asked_and_chosen() -> None:
    """One figure set twice is one question; whatever is chosen, everything else comes together all the same."""
    sides = (
        {PACK: MANIFEST},
        {PACK: stated((("parameters", "a"), {"value": 1}), (("parameters", "m"), {"value": 7}))},
        {PACK: stated((("parameters", "a"), {"value": 2}))},
    )

    (clash,) = merged(*sides).clashes
    ours, theirs = merged(*sides, **{clash.name: "ours"}), merged(*sides, **{clash.name: "theirs"})

    assert (clash.file, clash.place, clash.ours, clash.theirs) == (PACK, "parameters.a.value", 1, 2)
    assert ours.clashes == theirs.clashes == ()
    values = [yamlfile.read(PACK, found.files[PACK]).value["parameters"] for found in (ours, theirs)]
    assert values == [{"a": {"value": 1}, "m": {"value": 7}}, {"a": {"value": 2}, "m": {"value": 7}}]


def test_a_diagram_that_cannot_be_read_is_chosen_whole() -> None:
    """Nothing is guessed about the elements of a file that is no diagram."""
    sides = {ORDER: PROCESS}, {ORDER: PROCESS + "<a>"}, {ORDER: PROCESS + "<b>"}

    assert [(clash.file, clash.place) for clash in merged(*sides).clashes] == [(ORDER, "")]
    assert merged(*sides, **{f"{ORDER}#": "theirs"}).files[ORDER].endswith(b"<b>")


FIELDS = st.dictionaries(st.sampled_from("abcdef"), st.fixed_dictionaries({"type": st.sampled_from(["string", "number", "boolean"])}))


@given(FIELDS, FIELDS, FIELDS)
def test_nothing_is_lost_without_a_question(base: dict[str, Any], ours: dict[str, Any], theirs: dict[str, Any]) -> None:
    """Every field that one side changed and the other did not stands as changed; every other difference is a question."""
    texts = [{FORM: json.dumps({"properties": fields})} for fields in (base, ours, theirs)]

    found = merged(*texts)
    after = json.loads(found.files[FORM])["properties"]
    asked = {clash.place.split(".")[1] for clash in found.clashes}

    for name in "abcdef":
        was, mine, other = (fields.get(name) for fields in (base, ours, theirs))
        if mine in (was, other):
            assert after.get(name) == other
        elif other == was:
            assert after.get(name) == mine
        else:
            assert name in asked
