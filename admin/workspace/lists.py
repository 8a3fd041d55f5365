"""What lists are asked: a search and a page, from the address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from flask import request, url_for

from engine.store.queries import PAGE

#: Longest search taken, in characters; numbers and names are shorter.
LONGEST_SEARCH = 80
#: Last page that can be asked for.
LAST_PAGE = 10_000


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A search and a page."""

    search: str
    page: int

    @classmethod
    def read(cls) -> Self:
        """Read the request; what is no page number is the first page."""
        page = request.args.get("page", 1, type=int)
        return cls(search=request.args.get("q", "").strip()[:LONGEST_SEARCH], page=min(max(page, 1), LAST_PAGE))

    def address(self, **changed: object) -> str:
        """Return the address of the same list with something changed."""
        kept = {name: value for name, value in request.args.items() if name in ("q", "scope", "show")}
        return url_for(request.endpoint or "Home.index", **{**kept, **changed})

    def pages(self, *, has_more: bool) -> dict[str, str]:
        """Return the addresses of the pages before and after this one."""
        around = {"previous": self.page - 1 if self.page > 1 else None, "next": self.page + 1 if has_more else None}
        return {name: self.address(page=page) for name, page in around.items() if page}

    def has_more(self, total: int) -> bool:
        """Tell whether a list of so many rows goes on after this page."""
        return total > self.page * PAGE
