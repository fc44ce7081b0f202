"""Times in texts by what they are of: deadlines, and ends of the notice itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from safeground.plan.published import Published
    from safeground.plan.reading.text_reading import TextReading, TimeRead

_SENTENCE_ENDS: Final = re.compile(r"[.!?؟;؛\n](?:\s|$)")


def of_the_end(notice: Published, reading: TextReading, time: TimeRead) -> bool:
    """Return whether a time is said of the notice's end or of the return: "in force until", "ends at".

    It is where words for an end or a return stand before it in its sentence, or where it is the notice's
    stated end.
    """
    if time.at is not None and time.at == notice.ends and time.at != notice.deadline:
        return True
    text = notice.text.get(time.span.language, "")
    return any(
        topic == "end"
        and span.language == time.span.language
        and span.start <= time.span.start
        and not _SENTENCE_ENDS.search(text, span.end, time.span.start)
        for topic, span in reading.topics
    )


def deadlines_said(notice: Published, reading: TextReading) -> tuple[TimeRead, ...]:
    """Return the times until which its texts tell people to leave."""
    return tuple(one for one in reading.times if one.until and not of_the_end(notice, reading, one))
