"""Every element of the profile runs as its row says, saved and read again at every step."""

from __future__ import annotations

import pytest
from bpmn_builders import Play, play
from profile_samples import DECISIONS, SAMPLES

from engine.bpmn import profile
from engine.bpmn.elements import Support

_RUNS = [key for key, row in profile.PROFILE.items() if row.support is Support.RUNS]


def test_every_row_that_runs_has_a_sample() -> None:
    """Claim: nothing is promised that is not played here, and nothing is played that is not promised."""
    assert sorted(SAMPLES) == sorted(_RUNS)


@pytest.mark.parametrize("key", SAMPLES)
def test_a_sample_holds_its_element(key: str) -> None:
    """Claim: the process that stands for a row draws the element of the row."""
    catalogue = play(SAMPLES[key].content, decisions=DECISIONS, document=dict(SAMPLES[key].document)).catalogue
    nodes = [node for process in catalogue.processes.values() for node in process.scope.all_nodes()]

    marked = {
        "multiInstanceLoopCharacteristics": any(n.loop for n in nodes),
        "standardLoopCharacteristics": any(n.repetition for n in nodes),
    }
    assert marked[key] if key in marked else key in {node.profile_key for node in nodes}


@pytest.mark.parametrize("key", SAMPLES)
def test_the_element_runs_and_every_step_survives_saving_and_reading(key: str) -> None:
    """Claim: after each move the right tasks are open; `Play` writes the state down and reads it again between any two."""
    sample = SAMPLES[key]
    (_, opened), *moves = sample.moves
    case = play(sample.content, decisions=DECISIONS, document=dict(sample.document))
    assert sorted(case.open) == sorted(opened.split())

    for move, opened in moves:
        assert not case.outcome.is_ended
        moved(case, move)
        assert (move, sorted(case.open)) == (move, sorted(opened.split()))

    assert case.outcome.is_ended
    assert case.outcome.end == sample.end
    assert case.document == {**sample.document, **sample.written}


def moved(case: Play, move: str) -> None:
    if move.startswith("+"):
        case.later(days=int(move[1:-1]))
    elif move.startswith("!"):
        case.send(move[1:])
    else:
        case.complete(move)
