"""Packs: releases under content addresses, adoption down the tree, drafts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from engine import errors
from engine.usecases import ports
from tests.postgres import Begin
from tests.store.builders import FILES, NOW, a_release

CHILD = {"processes/longxi/pack.yaml": b"pack: longxi\nversion: 1.0.0\nextends: base\n", "forms/longxi/F01.schema.json": b"{}"}


def a_draft(**more: Any) -> ports.PackDraft:
    values: dict[str, Any] = {"id": uuid4(), "jurisdiction": "longxi", "pack": "base", "base": None, "files": FILES, "author": "zhao"}
    return ports.PackDraft(**{**values, "revision": 1, "state": "open", **more})


def test_files_of_a_release_include_its_parents_and_own_files_win(begin: Begin) -> None:
    """A pack sees the whole chain; the nearest file of a path counts."""
    parent = a_release(begin, files={**FILES, "shared.txt": b"old"})
    child = a_release(begin, files={**CHILD, "shared.txt": b"new"}, parent=parent.id, pack="longxi")

    with begin({"longxi"}) as uow:
        assert uow.packs.release_files(child.id) == {**FILES, **CHILD, "shared.txt": b"new"}
        assert uow.packs.own_files(child.id) == {**CHILD, "shared.txt": b"new"}
        assert uow.packs.inherited_files(child.id) == {**FILES, "shared.txt": b"old"}
        assert uow.packs.parent(child.id) == parent.id


def test_same_content_twice_is_the_same_release(begin: Begin) -> None:
    """Loading the factory packs at every start adds nothing."""
    first = a_release(begin)
    again = a_release(begin, note="once more")

    with begin({"longxi"}) as uow:
        assert again.id == first.id
        assert uow.packs.releases("longxi") == [first]


def test_release_of_the_nearest_ancestor_is_current(begin: Begin) -> None:
    """A town works with its county's release until it adopts one of its own."""
    province = a_release(begin, "gansu")
    county = a_release(begin, files=CHILD, pack="longxi")
    with begin({"gansu", "longxi"}) as uow:
        uow.packs.adopt("gansu", province.id, NOW, "qian")
        uow.packs.adopt("longxi", province.id, NOW, "qian")
        uow.packs.adopt("longxi", county.id, NOW, "qian")
        uow.commit()

    with begin({"longxi.wenfeng"}) as uow:
        assert uow.packs.current("longxi.wenfeng") == county.id
        assert uow.packs.current("suzhou") == province.id
        assert uow.packs.find("longxi") == county.id
        assert uow.packs.find("unknown") is None


def test_releases_made_or_adopted_are_listed_newest_first(begin: Begin) -> None:
    """A county sees what it made and what it took over, not what others made."""
    province = a_release(begin, "gansu")
    county = a_release(begin, files=CHILD, pack="longxi")
    a_release(begin, "suzhou", files={"other": b""})
    with begin({"longxi"}) as uow:
        uow.packs.adopt("longxi", province.id, NOW, "qian")

        assert uow.packs.releases("longxi") == [county, province]


def test_unknown_release_is_not_found(begin: Begin) -> None:
    """An id out of the blue raises the error that pages show."""
    with begin({"longxi"}) as uow, pytest.raises(errors.NotFoundError):
        uow.packs.release_files("0" * 64)


def test_draft_is_read_back_with_its_files(begin: Begin) -> None:
    """Files are replaced as a whole; a file left out is gone."""
    draft = a_draft(files={**FILES, "more.txt": b"\x00\xff"})
    with begin({"longxi"}) as uow:
        uow.packs.put_draft(draft, None)
        assert uow.packs.draft(draft.id) == draft

        fewer = replace(draft, files=FILES, revision=2)
        uow.packs.put_draft(fewer, 1)

        assert uow.packs.drafts("longxi") == [fewer]


def test_draft_changed_elsewhere_is_not_overwritten(begin: Begin) -> None:
    """Of two editors over one revision the second is told."""
    draft = a_draft()
    with begin({"longxi"}) as uow:
        uow.packs.put_draft(draft, None)

        with pytest.raises(errors.DraftChangedError):
            uow.packs.put_draft(replace(draft, revision=3), 2)
        with pytest.raises(errors.DraftChangedError):
            uow.packs.put_draft(draft, None)


def test_released_draft_leaves_the_list_but_not_the_record(begin: Begin) -> None:
    """What was released or discarded can still be read by its id."""
    draft = a_draft()
    with begin({"longxi"}) as uow:
        uow.packs.put_draft(draft, None)
        uow.packs.put_draft(replace(draft, state="discarded", revision=2), 1)

        assert uow.packs.drafts("longxi") == []
        assert uow.packs.draft(draft.id).state == "discarded"
