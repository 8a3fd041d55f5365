"""A whole case of a county's size stays small at every stage."""

from __future__ import annotations

import orjson
from bpmn_builders import play
from sample_case import CONTENT, DECISIONS, DOCUMENT, PARTIES, path

#: Bytes that a case may take in all; that it takes so few is measured, not hoped for.
MOST = 8 * 1024


def test_a_case_of_35_nodes_is_stored_in_under_eight_kilobytes() -> None:
    """Claim: state and document together stay below the bound at each stage, and the state below one kilobyte."""
    case = play(CONTENT, decisions=DECISIONS, document={**DOCUMENT})
    nodes = [node for found in case.catalogue.processes.values() for node in found.scope.all_nodes()]
    sizes = [(len(case.outcome.state), len(orjson.dumps(case.document)))]

    for done, answers in path():
        case.complete(done, **answers)
        sizes.append((len(case.outcome.state), len(orjson.dumps(case.document))))

    assert len(nodes) >= 35
    assert (case.outcome.is_ended, case.outcome.end) == (True, "E.SETTLED")
    assert max(state for state, _ in sizes) < 1024
    assert max(state + document for state, document in sizes) < MOST


def test_the_stages_are_those_of_a_case() -> None:
    """Claim: four parties are informed side by side, a deadline runs over the mediation, and the second round begins afresh."""
    case = play(CONTENT, decisions=DECISIONS, document={**DOCUMENT})

    case.complete("register")
    case.complete("ask")
    assert case.open == ["inform"] * PARTIES + ["consent"] * PARTIES
    for _ in range(PARTIES):
        case.complete("inform").complete("consent")
    case.complete("propose").complete("accept")
    assert [name for name, _ in case.armed] == ["late"]
    case.later(days=21)
    assert sorted(case.open) == ["prepare", "urge"]
    case.complete("prepare", difficult=False).complete("meet", again=True)
    assert sorted(case.open) == ["prepare", "urge"]
    assert [name for name, _ in case.armed] == ["late"]
