"""When timers fall due, and what happens when they do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from bpmn_builders import NOON, bpmn, element, flows, gateway, message, play, problems_of, process, script, start_end, texts, timer, user
from hypothesis import given
from hypothesis import strategies as st

from engine import errors
from engine.bpmn import timers
from engine.bpmn.timers import Cycle, Length
from engine.domain.calendar import ZONE

WAIT = "intermediateCatchEvent"
EDGE = "boundaryEvent"
DAY = timedelta(days=1)


def waiting(text: str, kind: str = "timeDuration", due: str | None = None) -> bytes:
    return bpmn(process(start_end("start>t>a>end"), timer(WAIT, "t", text, kind, due), user("a")))


def on_edge(text: str, kind: str = "timeDuration", *, cancel: str = "true", due: str | None = None) -> bytes:
    edge = timer(EDGE, "late", text, kind, due, attachedToRef="a", cancelActivity=cancel, onedoor_code="SUP.URGE")
    return bpmn(process(start_end("start>a>b>end", "late>urge>end"), user("a"), user("b"), edge, user("urge")))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        ("2025-01-31T09:00", "P1M", "2025-02-28T09:00"),
        ("2024-02-29T09:00", "P1Y", "2025-02-28T09:00"),
        ("2025-01-30T09:00", "P1M1D", "2025-03-01T09:00"),
        ("2025-06-03T12:00", "P2W", "2025-06-17T12:00"),
        ("2025-06-03T12:00", "PT36H", "2025-06-05T00:00"),
        ("2025-12-31T23:30", "P1Y2M3DT30M", "2027-03-04T00:00"),
    ],
)
def test_months_end_on_their_last_day_at_the_latest(start: str, length: str, end: str) -> None:
    """Civil-law arithmetic in Beijing time, where the library adds the length of a month."""
    assert Length.parse(length).after(at(start)) == at(end)


@pytest.mark.parametrize("text", ["-PT1H", "P", "PT", "1H", "P1H", "", "P1.5D", "P99999Y"])
def test_a_duration_that_is_none_is_refused(text: str) -> None:
    """The library drops a minus sign and takes `P` for no time at all."""
    with pytest.raises(timers.TimerTextError):
        Length.parse(text)


@pytest.mark.parametrize("text", ["R0/PT1H", "R3/PT0S", "R3", "R3/2025-06-03", "R3/PT1H/2025-06-03", "every day"])
def test_a_cycle_that_is_none_is_refused(text: str) -> None:
    """A cycle without length would fire for ever."""
    with pytest.raises(timers.TimerTextError):
        Cycle.parse(text)


@given(st.integers(0, 36_000), st.integers(0, 40), st.integers(0, 400))
def test_more_time_never_ends_earlier(first: int, months: int, days: int) -> None:
    """Law: a longer length ends no earlier, and in the month that was meant."""
    instant = NOON - 18_000 * DAY + first * DAY
    start = instant.astimezone(ZONE)

    end = Length(months=months, rest=timedelta()).after(instant)
    later = Length(months=months, rest=timedelta(days=days)).after(instant)

    local = end.astimezone(ZONE)
    # Days are those of the wall clock: in the summers of 1986 to 1991 China put it forward.
    assert later.astimezone(ZONE).replace(tzinfo=None) - local.replace(tzinfo=None) == timedelta(days=days)
    assert local.year * 12 + local.month == start.year * 12 + start.month + months


@pytest.mark.parametrize(
    ("text", "kind", "due"),
    [
        ("PT1H", "timeDuration", NOON + timedelta(hours=1)),
        ('= duration("P" + string(parameters.days) + "D")', "timeDuration", NOON + 2 * DAY),
        ("=parameters.wait", "timeDuration", NOON + 3 * DAY),
        ("2025-06-03T16:00", "timeDate", at("2025-06-03T16:00")),
        ("2025-06-04", "timeDate", at("2025-06-04T00:00")),
        ('= date and time(date("2025-06-05"), time("09:30:00"))', "timeDate", at("2025-06-05T09:30")),
        ("2025-06-03T16:00:00Z", "timeDate", datetime(2025, 6, 3, 16, tzinfo=UTC)),
        ("R2/P1D", "timeCycle", NOON + DAY),
    ],
)
def test_a_timer_is_armed_by_the_clock_of_the_run(text: str, kind: str, due: datetime) -> None:
    """Bare ISO text stands for itself; anything else is FEEL; dates without zone are Beijing time."""
    case = play(waiting(text, kind), parameters={"days": 2, "wait": "P3D"})

    assert case.armed == [("t", due)]


def test_a_deadline_is_computed_by_the_platform() -> None:
    """`onedoor:due` wins over the text that is there for other tools."""
    case = play(waiting("PT1H", due="accept"))

    assert case.armed == [("t", NOON + DAY)]
    assert case.outcome.timers[0].deadline == "accept"


def test_a_timer_waits_until_its_instant() -> None:
    """One second early nothing happens; at the instant the process goes on, and says planned and actual time."""
    case = play(waiting("PT1H"))

    early = case.later(seconds=3599).open
    on_time = case.later(seconds=1).open

    planned = (NOON + timedelta(hours=1)).isoformat()
    assert early == []
    assert on_time == ["a"]
    assert [(event.kind, dict(event.detail)) for event in case.outcome.events] == [
        ("fired", {"planned": planned, "actual": planned, "deadline": None})
    ]


def test_an_interrupting_timer_withdraws_its_task() -> None:
    """The task is gone and its path is not taken."""
    case = play(on_edge("PT1H"))
    task = case.outcome.tasks[0]

    case.later(hours=5)

    assert case.open == ["urge"]
    assert case.outcome.timers == ()
    assert case.outcome.events[0].code == "SUP.URGE"
    assert case.outcome.events[0].detail["actual"] == (NOON + timedelta(hours=5)).isoformat()
    with pytest.raises(errors.WorkItemClosedError):
        case.complete_task(task)


def test_completing_in_time_disarms_the_timer() -> None:
    """The timer is gone with its task."""
    case = play(on_edge("PT1H")).complete("a")

    assert (case.open, case.armed) == (["b"], [])


def test_a_late_submission_does_not_overtake_a_deadline() -> None:
    """What is due is fired first, so that the task is closed although nobody looked at the clock."""
    case = play(on_edge("PT1H"))
    task = case.outcome.tasks[0]
    case.now += timedelta(hours=1)

    with pytest.raises(errors.WorkItemClosedError):
        case.complete_task(task)


def test_a_dashed_timer_leaves_its_task_open() -> None:
    """Both go on; the main path and the side path end independently, and the case ends after both."""
    case = play(on_edge("PT1H", cancel="false")).later(hours=1)
    both = case.open
    case.complete("a").complete("b")

    assert sorted(both) == ["a", "urge"]
    assert (case.open, case.outcome.is_ended) == (["urge"], False)
    assert case.complete("urge").outcome.is_ended


def test_a_dashed_cycle_fires_again_and_again_and_stops_with_its_task() -> None:
    """What it has sent on stays when the task ends; the timer does not."""
    case = play(on_edge("R/P1D", "timeCycle", cancel="false"))
    case.later(days=1).later(days=1)
    urged, next_due = case.open, case.armed
    case.complete("a")

    assert sorted(urged) == ["a", "urge", "urge"]
    assert next_due == [("late", NOON + 3 * DAY)]
    assert (case.open, case.armed) == (["urge", "urge", "b"], [])


def test_a_missed_cycle_is_caught_up_one_by_one() -> None:
    """After an outage every instant fires in its turn, each with its planned time; the last one ends the timer."""
    case = play(on_edge("R3/P1D", "timeCycle", cancel="false")).later(days=10)

    planned = [event.detail["planned"] for event in case.outcome.events]
    assert planned == [(NOON + n * DAY).isoformat() for n in (1, 2, 3)]
    assert sorted(case.open) == ["a", "urge", "urge", "urge"]
    assert case.armed == []


def test_a_monthly_cycle_does_not_creep() -> None:
    """The day of the month comes back after a short month."""
    kept = timers.plan("timeCycle", "R5/2025-01-31T09:00/P1M", NOON)
    seen = [kept["due"]]
    while timers.turn(kept):
        seen.append(kept["due"])

    assert seen == [at(f"2025-{day}T09:00").isoformat() for day in ("01-31", "02-28", "03-31", "04-30", "05-31")]


def test_a_cycle_on_the_way_sends_one_token_each_time() -> None:
    """The event ends with its last cycle, and the case after all that it sent on."""
    case = play(waiting("R2/P1D", "timeCycle")).later(days=1)
    first = (case.open, case.armed)
    case.later(days=1)
    second = (case.open, case.armed)
    case.complete("a").complete("a")

    assert first == (["a"], [("t", NOON + 2 * DAY)])
    assert second == (["a", "a"], [])
    assert case.outcome.is_ended


def test_several_due_timers_fire_in_the_order_of_their_instants() -> None:
    """A timer that is armed by another one's firing starts its time then, and is not skipped."""
    content = bpmn(
        process(
            start_end("start>p>t2>b>end", "p>t1>a>end"),
            gateway("parallel", "p"),
            timer(WAIT, "t2", "P2D"),
            timer(WAIT, "t1", "P1D"),
            script("a", '= "t1"', "seen[]"),
            script("b", '= "t2"', "seen[]"),
        )
    )

    case = play(content).later(days=9)

    assert case.document["seen"] == ["t1", "t2"]
    assert case.outcome.is_ended


def test_two_timers_after_an_event_gateway_keep_their_own_instants() -> None:
    """The library gives both the instant of the first; here the earlier one wins and disarms the other."""
    content = bpmn(
        process(
            start_end("start>g>long>a>end", "g>short>b>end", "g>answer>c>end"),
            gateway("eventBased", "g"),
            timer(WAIT, "long", "P5D"),
            timer(WAIT, "short", "P2D"),
            message(WAIT, "answer", "answered"),
            user("a"),
            user("b"),
            user("c"),
        ),
        messages=["answered"],
    )

    timed = play(content)
    armed, awaited = timed.armed, timed.outcome.awaited
    timed.later(days=9)
    answered = play(content).send("answered")

    assert armed == [("long", NOON + 5 * DAY), ("short", NOON + 2 * DAY)]
    assert awaited == ("answered",)
    assert (timed.open, timed.armed, timed.outcome.awaited) == (["b"], [], ())
    assert (answered.open, answered.armed) == (["c"], [])


def test_a_timer_on_a_sub_process_withdraws_everything_inside() -> None:
    """Tasks and timers inside are gone."""
    inner = (
        element("startEvent", "s1")
        + user("x")
        + timer(EDGE, "inner", "P9D", attachedToRef="x")
        + element("endEvent", "e1")
        + flows("s1>x>e1", "inner>e1")
    )
    edge = timer(EDGE, "late", "P1D", attachedToRef="sub")
    content = bpmn(process(start_end("start>sub>end", "late>urge>end"), element("subProcess", "sub", inner), edge, user("urge")))

    case = play(content)
    armed = case.armed
    case.later(days=1)

    assert armed == [("late", NOON + DAY), ("inner", NOON + 9 * DAY)]
    assert (case.open, case.armed) == (["urge"], [])
    assert case.complete("urge").outcome.is_ended


def test_a_timer_that_arms_itself_for_now_ends_in_a_clear_error() -> None:
    """A loop over a timer without length is stopped."""
    content = bpmn(
        process(
            start_end("start>m>t>g"),
            gateway("exclusive", "m"),
            timer(WAIT, "t", "PT0S"),
            gateway("exclusive", "g", default="m"),
            flows("g>m", "g>end:false"),
        )
    )

    with pytest.raises(errors.StepBudgetError):
        play(content)


def test_a_long_outage_is_caught_up_in_several_sweeps() -> None:
    """One step fires a hundred instants at most; the rest stays due."""
    content = bpmn(process(start_end("start>t>s>end"), timer(WAIT, "t", "R250/PT1H", "timeCycle"), script("s", "= 1", "seen[]")))

    case = play(content, document={"seen": []}).later(days=30)
    first = len(case.document["seen"])
    case.later().later()

    assert first == 100
    assert len(case.document["seen"]) == 250
    assert case.outcome.is_ended


def test_an_instant_in_the_past_fires_at_once() -> None:
    """A date that has gone by does not leave the case waiting for a sweep."""
    assert play(waiting("2025-01-01", "timeDate")).open == ["a"]


def test_a_time_that_is_none_is_refused_by_the_check_or_at_the_step() -> None:
    """Literal text is checked before release; an expression can only be seen when it is reached."""
    literal = problems_of(waiting("P1H"))
    missing = problems_of(waiting(""))

    with pytest.raises(errors.ProcessError, match="The process stopped at “t”: The time is not written correctly"):
        play(waiting("=parameters.wait"), parameters={"wait": "3 wd"})

    assert texts(literal) == [f"“t”: {timers.TimerTextError().text.en}"]
    assert texts(missing) == ["The timer “t” says no time."]
    assert texts(problems_of(waiting("R/P1D", "timeCycle"))) == ["“t” repeats without end, so the process would never end."]


AGREED = datetime(2025, 6, 3, tzinfo=ZONE).astimezone(UTC)


def agreed_before() -> bytes:
    edge = timer(EDGE, "late", due="accept", attachedToRef="a", onedoor_since="=agreement.effective_on")
    return bpmn(
        process(start_end("start>a>end", "late>end"), user("a", onedoor_due="accept", onedoor_since="=agreement.effective_on"), edge)
    )


def test_a_deadline_may_run_from_a_day_of_the_document() -> None:
    """The law counts from the agreement's day, not from the day on which somebody records it."""
    case = play(agreed_before(), document={"agreement": {"effective_on": "2025-06-03"}})

    assert case.outcome.tasks[0].since == AGREED
    assert case.armed == [("late", AGREED + DAY)]


def test_a_deadline_that_passed_before_its_step_began_fires_at_once() -> None:
    """Whoever records an agreement too late finds the way for lateness already taken."""
    case = play(agreed_before(), document={"agreement": {"effective_on": "2025-05-01"}})

    assert case.outcome.is_ended


def test_a_deadline_runs_from_now_while_its_day_is_unknown() -> None:
    """A place that nobody has filled in takes no time away."""
    case = play(agreed_before())

    assert case.outcome.tasks[0].since is None
    assert case.armed == [("late", NOON + DAY)]


def test_a_day_that_is_none_stops_with_the_name_of_the_step() -> None:
    """What stands there must be a day."""
    with pytest.raises(errors.ProcessError, match="“a”"):
        play(agreed_before(), document={"agreement": {"effective_on": "soon"}})
