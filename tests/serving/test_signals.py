"""A signal that comes while the supervisor itself works on the database."""

from __future__ import annotations

import signal

import pytest

from engine import serve


def test_a_signal_waits_for_the_end_of_the_case_at_hand(capfd: pytest.CaptureFixture[str]) -> None:
    """The demonstration ends between two cases, and nothing but that is said."""
    done: list[str] = []
    before = signal.getsignal(signal.SIGTERM)

    with serve._ended_by_signals(), serve._signals_at_rest() as end_if_wanted:
        signal.raise_signal(signal.SIGTERM)
        signal.raise_signal(signal.SIGINT)
        done.append("the case at hand")
        end_if_wanted()
        done.append("the next case")

    said = capfd.readouterr()
    assert done == ["the case at hand"]
    assert (said.out.strip(), said.err) == ("已全部停止。 / Everything has stopped.", "")
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_signal_in_the_last_case_is_heeded() -> None:
    """Before the web server is started."""
    is_started = False

    with serve._ended_by_signals():
        with serve._signals_at_rest():
            signal.raise_signal(signal.SIGTERM)
        is_started = True

    assert not is_started
