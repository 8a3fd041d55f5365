"""Makes functions of FEEL out of Python functions that state their parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import ModuleType
from typing import Any, TypeVar

from engine.feel.values import Function, kind, shallow

_MISFIT: Any = object()
_MARK = "feel_overloads"
_Call = TypeVar("_Call", bound=Callable[..., Any])


@dataclass(frozen=True)
class Parameter:
    """A parameter of a built-in function."""

    name: str
    #: Names of kinds, `any`, or empty for a list.
    kinds: frozenset[str]
    is_optional: bool
    takes_rest: bool
    #: Whether null is given on to the function; else it makes the result null.
    takes_null: bool

    def fit(self, value: Any) -> Any:
        """Return the argument as the function wants it, or _MISFIT (DMN 1.5, 10.3.2.9.4)."""
        if value is None:
            return None if self.takes_null else _MISFIT
        value = shallow(value)
        if "any" in self.kinds or (found := kind(value)) in self.kinds:
            return value
        if found == "list" and len(value) == 1 and kind(value[0]) in self.kinds:
            return shallow(value[0])
        return [value] if "list" in self.kinds else _MISFIT


@dataclass(frozen=True)
class Overload:
    """One way to call a built-in function."""

    parameters: Sequence[Parameter]
    call: Callable[..., Any]

    def fit(self, arguments: Sequence[Any]) -> list[Any] | None:
        """Return the arguments as the function wants them; None if they are not for this overload."""
        required = sum(1 for each in self.parameters if not each.is_optional)
        if len(arguments) < required or (len(arguments) > len(self.parameters) and not self._takes_rest):
            return None
        fitted = [self._parameter(place).fit(value) for place, value in enumerate(arguments)]
        return None if any(each is _MISFIT for each in fitted) else fitted

    @property
    def _takes_rest(self) -> bool:
        return bool(self.parameters) and self.parameters[-1].takes_rest

    def _parameter(self, place: int) -> Parameter:
        return self.parameters[min(place, len(self.parameters) - 1)]


def built_in(name: str, *signatures: str) -> Callable[[_Call], _Call]:
    """Mark a Python function as a function of FEEL.

    A signature reads `name: kind|kind, name?: kind`. `?` behind the name: may be missing. `*` behind it: takes the rest.
    `?` behind the kind: null is given on. Else an argument that is null or of another kind makes the result null.
    """

    def mark(call: _Call) -> _Call:
        overloads = [(name, Overload(_parameters(signature), call)) for signature in signatures]
        setattr(call, _MARK, [*overloads, *getattr(call, _MARK, ())])
        return call

    return mark


def build(*modules: ModuleType) -> Mapping[str, Function]:
    """Return the functions that are marked in modules; functions of one name become overloads of one."""
    found: dict[str, list[Overload]] = {}
    for module in modules:
        for value in vars(module).values():
            for name, overload in getattr(value, _MARK, ()):
                found.setdefault(name, []).append(overload)
    return {name: _function(name, overloads) for name, overloads in found.items()}


def _function(name: str, overloads: Sequence[Overload]) -> Function:
    def call(*arguments: Any) -> Any:
        for overload in overloads:
            fitted = overload.fit(arguments)
            if fitted is None and arguments and arguments[-1] is None:
                fitted = overload.fit(_without_trailing_null(overload, arguments))
            if fitted is not None:
                return overload.call(*fitted)
        return None

    signatures = [tuple(each.name + ("*" if each.takes_rest else "") for each in overload.parameters) for overload in overloads]
    return Function(signatures, call, name)


def _without_trailing_null(overload: Overload, arguments: Sequence[Any]) -> Sequence[Any]:
    """Leave out optional arguments at the end that are null."""
    count = len(arguments)
    while count and arguments[count - 1] is None and count <= len(overload.parameters) and overload.parameters[count - 1].is_optional:
        count -= 1
    return arguments[:count]


def _parameters(signature: str) -> Sequence[Parameter]:
    return tuple(_parameter(each) for each in signature.split(", ")) if signature else ()


def _parameter(text: str) -> Parameter:
    name, _, kinds = text.partition(": ")
    return Parameter(
        name=name.rstrip("?*"),
        kinds=frozenset(kinds.rstrip("?").split("|")),
        is_optional=name.endswith(("?", "*")),
        takes_rest=name.endswith("*"),
        takes_null=kinds.endswith("?") or kinds == "any",
    )


def decimals(values: Sequence[Any]) -> list[Decimal] | None:
    """Return the entries as numbers; None if one is no number."""
    found = [shallow(each) for each in values]
    return found if all(isinstance(each, Decimal) for each in found) else None
