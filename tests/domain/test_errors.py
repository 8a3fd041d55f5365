"""Every error has a sentence in both languages."""

import importlib
import pkgutil
from collections.abc import Iterator

import engine
from engine import errors


def _all_errors(kind: type[errors.EngineError] = errors.EngineError) -> Iterator[type[errors.EngineError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from _all_errors(child)


def _import_everything() -> None:
    for module in pkgutil.walk_packages(engine.__path__, "engine."):
        if "migrations" not in module.name and not module.name.endswith("__main__"):
            importlib.import_module(module.name)


def test_every_error_speaks_chinese_and_english() -> None:
    """The docstring of an error class is its message, Chinese first."""
    _import_everything()

    for kind in _all_errors():
        text = kind.default_text()
        assert text.zh.endswith("。"), kind
        assert text.en.endswith("."), kind
        assert text.en.isascii(), kind


def test_a_text_is_shown_in_the_readers_language() -> None:
    """An English locale reads English; every other reads Chinese."""
    text = errors.Text("请填写。", "Fill this in.")

    assert text.in_language("en") == "Fill this in."
    assert text.in_language("zh-Hans") == "请填写。"
