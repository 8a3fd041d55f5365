"""Parallel proceedings: later records update earlier ones, and nothing that was known is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from engine.domain.proceeding import Proceeding, standing

DIVORCE = Proceeding(kind="court", body="嘉峪关市城区人民法院", state="pending", since=date(2021, 3, 20))
WARNING = Proceeding(kind="police", body="新城派出所", state="decided", since=date(2021, 8, 6))


def test_the_last_record_of_a_proceeding_counts() -> None:
    """The suit was withdrawn; it keeps the day on which it began."""
    withdrawn = replace(DIVORCE, body=" 嘉峪关市城区人民法院", state="withdrawn", since=None, until=date(2021, 8, 10))

    (suit, police) = standing([DIVORCE, WARNING, withdrawn])

    assert (suit.state, suit.since, suit.until, suit.is_pending) == ("withdrawn", date(2021, 3, 20), date(2021, 8, 10), False)
    assert police == WARNING


def test_a_file_number_tells_two_suits_before_one_court_apart() -> None:
    """Same court, two matters."""
    first, second = replace(DIVORCE, reference="(2021)1号"), replace(DIVORCE, reference="(2021)2号")

    assert standing([first, second]) == (first, second)


def test_a_file_number_that_comes_later_is_added() -> None:
    """When it was registered nobody knew the number yet."""
    assert standing([DIVORCE, replace(DIVORCE, reference="(2021)1号")])[0].reference == "(2021)1号"


def test_a_proceeding_that_is_taken_up_again_has_no_end() -> None:
    """The end of the bar is gone too."""
    ended = replace(DIVORCE, state="withdrawn", until=date(2021, 8, 10))

    assert standing([DIVORCE, ended, DIVORCE])[0].until is None
