"""The pack's deadline table (D09): rows of pack.yaml become DeadlineRules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.domain.case import Json
from engine.domain.deadline import DeadlineRule, OfficeHoursMissingError, Period, PeriodError, Roll, Unit, Warning
from engine.domain.office_hours import OfficeHours, OfficeHoursError
from engine.errors import Problem, ProcessError, Text
from engine.packs.definition import Definition, Parameter

_BY_PARAMETER = "=parameters."
#: The parameter that says when offices are open.
_OFFICE_HOURS = "office_hours"
_DUE = 100


def rules(definition: Definition) -> Mapping[str, DeadlineRule]:
    """Return the deadline rules by name; rows that `check` reports are left out."""
    broken = {problem.place for problem in check(definition)}
    table = definition.content["deadlines"]
    return {name: _rule(name, row, definition) for name, row in table.items() if f"deadlines.{name}" not in broken}


def of_period(text: str, definition: Definition) -> DeadlineRule:
    """Return the rule of a period that stands in the case itself, such as `2 wd`. Raises ProcessError for other text."""
    try:
        period = Period.parse(text)
        hours = _hours(period, definition.parameters)
    except (PeriodError, OfficeHoursError, OfficeHoursMissingError) as error:
        said = Text(f"模板包中没有期限“{text}”。{error.text.zh}", f"The pack has no deadline {text}. {error.text.en}")
        raise ProcessError(said) from error
    warnings = tuple(_warning(warning) for warning in definition.content["default_warnings"])
    return DeadlineRule(name=text, title=period.in_words(), period=period, hours=hours, warnings=warnings)


def check(definition: Definition) -> Iterator[Problem]:
    """Yield what is wrong with the table: rows without title or period, and periods that cannot be read."""
    parameters = definition.parameters
    for name, row in definition.content["deadlines"].items():
        for message, cure in _row_problems(name, row, parameters):
            file, place = definition.stated_in(("deadlines", name))
            yield file.problem(place, message, cure)


def _row_problems(name: str, row: Json, parameters: Mapping[str, Parameter]) -> Iterator[tuple[Text, Text]]:
    for key in ("title", "period"):
        if key not in row:
            yield (
                Text(f"期限“{name}”缺少“{key}”。", f'The deadline {name} lacks "{key}".'),
                Text(f"请补上“{key}: …”，或改正期限的名称。", f'Add "{key}: …", or correct the name of the deadline.'),
            )
    if "period" in row:
        yield from _period_problems(name, row["period"], parameters)


def _period_problems(name: str, period: str, parameters: Mapping[str, Parameter]) -> Iterator[tuple[Text, Text]]:
    wanted = period.removeprefix(_BY_PARAMETER)
    if period.startswith(_BY_PARAMETER) and wanted not in parameters:
        yield (
            Text(
                f"期限“{name}”引用的参数“{wanted}”不存在。", f"The deadline {name} refers to the parameter {wanted}, which does not exist."
            ),
            Text("请在 parameters 中补上这个参数，或改正名称。", "Add the parameter under parameters, or correct the name."),
        )
        return
    try:
        _hours(_period(period, parameters), parameters)
    except PeriodError as error:
        shown = str(parameters[wanted].value) if period.startswith(_BY_PARAMETER) else period
        yield Text(f"期限“{name}”的时长“{shown}”无法读懂。", f'The period "{shown}" of the deadline {name} cannot be read.'), error.text
    except (OfficeHoursError, OfficeHoursMissingError) as error:
        yield (
            Text(f"期限“{name}”按办公时间计算，却算不出来。", f"The deadline {name} counts office hours and cannot be computed."),
            error.text,
        )


def _rule(name: str, row: Json, definition: Definition) -> DeadlineRule:
    warnings = row["warnings"] if "warnings" in row else definition.content["default_warnings"]
    period = _period(row["period"], definition.parameters)
    return DeadlineRule(
        name=name,
        title=Text(**row["title"]),
        period=period,
        roll=Roll(row.get("roll", Roll.NONE)),
        hours=_hours(period, definition.parameters),
        source=_source(row, definition.parameters),
        warnings=tuple(_warning(warning) for warning in warnings),
    )


def _source(row: Json, parameters: Mapping[str, Parameter]) -> str:
    """Return who stands behind a row: a period taken from a parameter is as sure as the parameter."""
    stated: str | None = row.get("source")
    if stated is None and row["period"].startswith(_BY_PARAMETER):
        return parameters[row["period"].removeprefix(_BY_PARAMETER)].source
    return stated or "guess"


def _warning(entry: Json) -> Warning:
    code = entry.get("code") or ("SUP.URGE" if entry["at"] >= _DUE else "SUP.REMIND")
    return Warning(at=entry["at"], tell=tuple(entry["tell"]), code=code)


def _period(text: str, parameters: Mapping[str, Parameter]) -> Period:
    if text.startswith(_BY_PARAMETER):
        value: Any = parameters[text.removeprefix(_BY_PARAMETER)].value
        text = str(value)
    return Period.parse(text)


def _hours(period: Period, parameters: Mapping[str, Parameter]) -> OfficeHours | None:
    """Return when offices are open, for a period that asks. Raises OfficeHoursError, OfficeHoursMissingError."""
    if period.unit is not Unit.OFFICE_HOUR:
        return None
    if _OFFICE_HOURS not in parameters:
        raise OfficeHoursMissingError
    return OfficeHours.parse(parameters[_OFFICE_HOURS].value)
