"""Demonstrations: what is drawn follows from the seed, rules add to each other, and slips in demo.yaml are named."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import feel
from engine.domain.calendar import ZONE, WorkingCalendar
from engine.errors import CheckFailedError
from engine.packs import demofile, drawing, yamledit
from engine.packs.demofile import Demo, Rule
from engine.packs.moments import Moments
from engine.settings import HOUSE

CALENDAR = WorkingCalendar(
    years=frozenset({2025, 2026}), holidays=frozenset({date(2025, 5, 1), date(2025, 5, 2)}), make_up_days=frozenset()
)
#: Without a zone, as hypothesis wants them.
FIRST, LAST = datetime.fromisoformat("2025-01-01"), datetime.fromisoformat("2025-11-30")
MOMENTS = Moments(calendar=CALENDAR)
EVALUATE = drawing.evaluator({"twice": feel.Function((("n",),), lambda n: n * 2, "twice")})


def a_demo(**more: Any) -> bytes:
    value = {"demo": 2025, "paths": [{"path": "one", "count": 3, "open": {}}], **more}
    return yamledit.write(value)


def read(**more: Any) -> Demo:
    return demofile.read_demo("processes/small/demo.yaml", a_demo(**more))


def test_the_same_seed_draws_the_same_values() -> None:
    """On every machine and in every run, whatever else is drawn."""
    rows = {
        "type": {"pick": {"a": 3, "b": 1}},
        "who": {"person": True},
        "paid": {"from": 10, "to": 20, "step": 0.5},
        "some": {"people": [2, 2]},
    }

    one, other = (drawing.draw(rows, {}, drawing.seeded("x", 1), EVALUATE) for _ in range(2))

    assert one == other
    assert one != drawing.draw(rows, {}, drawing.seeded("x", 2), EVALUATE)
    assert one["who"]["name"].endswith("某")
    assert one["who"]["phone"].startswith("199-0000-")


def test_values_see_those_before_them() -> None:
    """A list under a value, the one for everything else, and an expression."""
    rows = {"type": {"pick": ["b"]}, "team": {"by": "=type", "pick": {"a": "one", "*": ["two"]}}, "said": '=team + "!"', "n": "=twice(4)"}

    assert drawing.draw(rows, {}, drawing.seeded(1), EVALUATE) == {"type": "b", "team": "two", "said": "two!", "n": 8}


def test_weights_are_kept() -> None:
    """Three of four, roughly."""
    random = drawing.seeded("weights")
    drawn = Counter(drawing.draw({"t": {"pick": {"a": 3, "b": 1}}}, {}, random, EVALUATE)["t"] for _ in range(2000))

    assert 1400 < drawn["a"] < 1600


def test_answers_are_filled_in_and_what_is_null_is_left_out() -> None:
    """Expressions anywhere inside; other text stays."""
    answers = {"a": "=x + 1", "b": ["=x", "text"], "c": {"d": "=null", "e": "=today"}}

    assert drawing.filled(answers, {"x": 1, "today": date(2025, 6, 3)}, EVALUATE) == {"a": 2, "b": [1, "text"], "c": {"e": "2025-06-03"}}


@given(st.datetimes(FIRST, LAST, timezones=st.just(ZONE)), st.integers(0, 99))
def test_people_work_in_office_hours_of_working_days(moment: datetime, seed: int) -> None:
    """Law: whenever something comes up, it is done on a working day between half past eight and six, and never before."""
    random = drawing.seeded(seed)

    for span in (("10 min",), ("1 h", "30 h"), ("1 d", "9 d"), ("2 wd",)):
        done = MOMENTS.after(moment, span, random).astimezone(ZONE)
        assert done >= moment
        assert CALENDAR.is_working_day(done.date())
        assert 8 <= done.hour < 18


@given(
    st.datetimes(FIRST, LAST, timezones=st.just(UTC)),
    st.timedeltas(timedelta(minutes=2), timedelta(days=40)),
)
def test_what_has_a_deadline_is_done_in_time(created: datetime, length: timedelta) -> None:
    """Law: after it came up and before it is due."""
    assert created < MOMENTS.in_time(created, created + length, drawing.seeded(1)) < created + length


def test_a_path_adds_to_the_rules_of_the_pack() -> None:
    """Answers are joined key by key; another moment takes the place of the pack's; a list takes the place of a rule."""
    common = {"A": {"after": "1 h", "give": {"x": 1, "y": 2}}, "B": {"give": {"z": 1}}, "C": {"wait": True}}
    own = {"A": {"at": "=now", "give": {"y": 3}}, "B": [{"give": {"q": 1}}, {"give": {}}]}
    paths = [{"path": "one", "count": 1, "open": {"like": "door", "give": {"b": 2}}, "answers": own}]

    (path,) = read(answers=common, opens={"door": {"by": "wang", "give": {"a": 1}}}, paths=paths).paths

    assert path.answers["A"] == [Rule(at="=now", give={"x": 1, "y": 3})]
    assert path.answers["B"] == [Rule(give={"q": 1}), Rule()]
    assert path.answers["C"] == [Rule(wait=True)]
    assert (path.opening.by, path.opening.give) == ("wang", {"a": 1, "b": 2})


def test_the_plan_holds_every_case_of_the_year_once() -> None:
    """In another order for another seed, but always the same for one."""
    paths = [{"path": "many", "count": 90, "open": {}}, {"path": "few", "count": 10, "open": {}}, {"path": "none", "count": 0, "open": {}}]
    demo = read(paths=paths, seed=7, few=12)

    assert Counter(path.name for path in demo.plan()) == {"many": 90, "few": 10}
    assert demo.plan() == demo.plan()
    assert demo.plan() != read(paths=paths, seed=8).plan()
    short = Counter(path.name for path in demo.short_plan())
    assert (short.total(), set(short)) == (12, {"many", "few"})


def test_the_year_of_the_province_is_a_hundredth_of_what_it_published() -> None:
    """206 000 disputes, 96 % resolved; 218 000 hazards, 94 % mended; over 900 000 services; 4 600 warnings, all cleared."""
    name = "processes/gansu/demo.yaml"
    paths = demofile.read_demo(name, (HOUSE / name).read_bytes()).paths
    opened = Counter[str]()
    for path in paths:
        opened[str(path.opening.process)] += path.count
    count = {path.name: path.count for path in paths}
    unresolved = sum(count[name] for name in ("failed", "arbitration", "refused", "in_court"))
    disputes = opened["gs_main"] + opened["gs_docking"]

    assert (disputes, disputes - unresolved) == (2060, 1978)
    assert (opened["gs_hazard"], opened["gs_hazard"] - count["hazard_left"]) == (2180, 2049)
    assert opened["gs_service"] == 9000
    assert opened["gs_alarm"] + count["dispute_warned"] == 46


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"answers": {"NO.SUCH": {"wait": True}}}, "There is no step code NO.SUCH."),
        ({"answers": {"MED.SESSION": {"give": {"x": "=1 +"}}}}, "The expression “=1 +” cannot be read."),
        ({"paths": [{"path": "one", "count": 1, "open": {"like": "door"}}]}, "There is no door under opens."),
        ({"draw": {"x": "=pick("}}, "The expression “=pick(” cannot be read."),
    ],
)
def test_a_slip_is_named_with_its_place(content: dict[str, Any], said: str) -> None:
    """The line of the file, and what to do."""
    (problem,) = demofile.check("processes/small/demo.yaml", a_demo(**content), {"MED.SESSION": {}})

    assert problem.message.en.startswith(said)
    assert problem.line is not None


def test_an_unknown_key_is_refused() -> None:
    """The schema lists what may stand there."""
    with pytest.raises(CheckFailedError):
        read(answers={"MED.SESSION": {"given": {}}})
