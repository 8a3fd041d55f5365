"""The calendars of 2024 and 2025 as the State Council announced them, for tests of the domain."""

from datetime import date, timedelta

from engine.domain.calendar import WorkingCalendar


def days(first: str, last: str) -> set[date]:
    """Return all days of a span, both ends included."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return {start + timedelta(days=n) for n in range((end - start).days + 1)}


YEAR_2025 = WorkingCalendar(
    years=frozenset({2025}),
    holidays=frozenset(
        days("2025-01-01", "2025-01-01")
        | days("2025-01-28", "2025-02-04")
        | days("2025-04-04", "2025-04-06")
        | days("2025-05-01", "2025-05-05")
        | days("2025-05-31", "2025-06-02")
        | days("2025-10-01", "2025-10-08")
    ),
    make_up_days=frozenset(map(date.fromisoformat, ["2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"])),
)
