"""Claims about the two languages."""

from __future__ import annotations

from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ADMIN = Path(__file__).parents[2] / "admin"
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]


def test_every_sentence_of_the_pages_has_its_english() -> None:
    """Whatever a page can say in Chinese, it can say in English."""
    with (ADMIN / "translations/en/LC_MESSAGES/messages.po").open("rb") as file:
        known = {message.id for message in read_po(file) if message.string and (isinstance(message.string, str) or all(message.string))}
    folders = {"frontend": False}
    found = {m for _file, _line, m, *_ in extract_from_dir(ADMIN, METHODS, directory_filter=lambda d: folders.get(Path(d).name, True))}

    assert found
    assert found - known == set()
