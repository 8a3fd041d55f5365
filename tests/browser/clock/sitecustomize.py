"""Found by every Python of the product under test: its clock goes as far ahead as a file says, so that months pass at once."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from engine.bootstrap import SystemClock

_AHEAD = Path(os.environ["ONEDOOR_TEST_CLOCK"])


def _now(_clock: SystemClock) -> datetime:
    return datetime.now(UTC) + timedelta(seconds=float(_AHEAD.read_text()))


SystemClock.now = _now  # type: ignore[method-assign]
