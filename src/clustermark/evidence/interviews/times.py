"""Times in transcripts: 00:02, 0:15:03, 00:00:01,500; kept as seconds."""

import json
import re
from collections.abc import Sequence

Times = Sequence[tuple[int, float, float | None]]  # position in the text, start and end in seconds
CLOCK = r"(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})(?:[.,](\d{1,3}))?")
MOST_TIMES = 200_000  # lines of a recording of several days


def seconds(clock: str) -> float | None:
    """seconds("01:02:03.5") = 3723.5; None where it is no time."""
    found = _CLOCK.fullmatch(clock.strip())
    if found is None:
        return None
    hours, minutes, rest, parts = found.groups()
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(rest) + int((parts or "0").ljust(3, "0")) / 1000


def written(times: Times) -> str:
    """Times as the table `interviews` keeps them; "" for none."""
    if not times:
        return ""
    return json.dumps([[at, start, end] for at, start, end in times], separators=(",", ":"))


def read(text: str) -> Times:
    """What `written` wrote, in order of position; nothing where the text is of another form."""
    try:
        listed = json.loads(text) if text else []
        found = [(int(at), float(start), None if end is None else float(end)) for at, start, end in listed]
    except (ValueError, TypeError, RecursionError, OverflowError):
        return ()
    return tuple(sorted(found, key=lambda item: item[0]))
