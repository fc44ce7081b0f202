"""``lint.json``: notices, what was read in them and every flaw, for machines; its schema ships."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

import msgspec

import safeground
from safeground.characters import shown
from safeground.publish.document import InputDocument
from safeground.questions.flaw import SEVERITIES, Flaw, Severity
from safeground.questions.scorecard import Line
from safeground.remarks import Remark

if TYPE_CHECKING:
    from safeground.lint import LintResult
    from safeground.plan.published import Published
    from safeground.plan.reading.text_reading import Span, TextReading

LINT_VERSION = 1
FIXED_NOTICE = (
    "A check of notices as they were published: of their words, lists and maps; no order. "
    "That no flaw was found is no assurance. People outside the areas, and people who stay, keep their "
    "protection. Nothing here says whether a notice is lawful or voluntary."
)


class SpanDocument(msgspec.Struct, frozen=True, kw_only=True):
    """Words of a text: characters [start, end) of the text in that language."""

    language: str
    start: int
    end: int
    words: str


class BlocksDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A block or range that a text names."""

    item: str
    towards: bool
    """Whether the words say where to go, not what to leave."""
    span: SpanDocument


class CandidateDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A name of the gazetteer that words may mean."""

    name: str
    spelling: str
    certainty: float


class NameDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A place name in a text; several candidates: ambiguous."""

    candidates: tuple[CandidateDocument, ...]
    towards: bool
    """Whether the words say where to go, not what to leave."""
    span: SpanDocument


class TimeDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A time in a text; ``at`` is null where day or hour is not said."""

    at: datetime | None
    zoned: bool
    until: bool
    span: SpanDocument


class SizeDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A size [km²] or a share in a text."""

    km2: float | None
    share: float | None
    of: str | None
    span: SpanDocument


class TopicDocument(msgspec.Struct, frozen=True, kw_only=True):
    """What a text speaks of."""

    topic: Literal["destination", "route", "end", "stays", "contact"]
    span: SpanDocument


class UnreadDocument(msgspec.Struct, frozen=True, kw_only=True):
    """Words that could not be read, with why."""

    why: str
    span: SpanDocument


class ReadingDocument(msgspec.Struct, frozen=True, kw_only=True):
    """All that was read in the texts of one notice."""

    blocks: tuple[BlocksDocument, ...]
    names: tuple[NameDocument, ...]
    times: tuple[TimeDocument, ...]
    sizes: tuple[SizeDocument, ...]
    topics: tuple[TopicDocument, ...]
    unread: tuple[UnreadDocument, ...]


class NoticeDocument(msgspec.Struct, frozen=True, kw_only=True):
    """One notice; null and empty are not stated. Signs that are not seen are written out."""

    id: str
    place: str
    issuer: str | None
    issued: datetime | None
    starts: datetime | None
    deadline: datetime | None
    deadline_means: Literal["out", "arrived"] | None
    ends: datetime | None
    withdrawn: datetime | None
    end: str | None
    stays: str | None
    contact: str | None
    channels: tuple[str, ...]
    languages: tuple[str, ...]
    blocks: tuple[str, ...]
    places: tuple[str, ...]
    to: tuple[str, ...]
    routes: tuple[str, ...]
    changes: str | None
    drawn: bool
    """Whether its map draws a polygon."""
    arrows: int
    naive: tuple[str, ...]
    """Its times that were written without an offset."""
    text: dict[str, str]
    reading: ReadingDocument


class LintDocument(msgspec.Struct, frozen=True, kw_only=True):
    """The whole of ``lint.json``."""

    format: Literal["safeground-lint"]
    version: int
    safeground: str
    notice: str
    title: str
    counts: dict[Severity, int]
    """How many flaws of each severity were found."""
    flaws: tuple[Flaw, ...]
    """The gravest first."""
    scorecards: dict[str, tuple[Line, ...]]
    """Notice id → the fourteen lines of its score card; empty where other rules looked."""
    rules: tuple[str, ...]
    """Every rule that looked."""
    notices: tuple[NoticeDocument, ...]
    remarks: tuple[Remark, ...]
    inputs: tuple[InputDocument, ...]


def lint_document(result: LintResult) -> LintDocument:
    """Return what was found as a document."""
    return LintDocument(
        format="safeground-lint",
        version=LINT_VERSION,
        safeground=safeground.__version__,
        notice=FIXED_NOTICE,
        title=result.title,
        counts=counts(result),
        flaws=result.flaws,
        scorecards=dict(result.scorecards),
        rules=result.rules,
        notices=tuple(_notice(notice, result.readings[notice.id]) for notice in result.notices),
        remarks=result.remarks,
        inputs=tuple(
            InputDocument(file=file, sha256=digest) for file, digest in sorted(result.hashes.items())
        ),
    )


def counts(result: LintResult) -> dict[Severity, int]:
    """Return how many flaws of each severity were found, the gravest first."""
    found = Counter(flaw.severity for flaw in result.flaws)
    return {severity: found[severity] for severity in SEVERITIES}


def lint_json(result: LintResult) -> bytes:
    """Return ``lint.json``, indented, ending in a newline."""
    return msgspec.json.format(msgspec.json.encode(lint_document(result)), indent=1) + b"\n"


def lint_schema() -> dict[str, Any]:
    """Return the JSON Schema of ``lint.json``; an end that nobody stated is ``null``."""
    schema = msgspec.json.schema(LintDocument)
    for end in ("low", "high"):
        schema["$defs"]["Range"]["properties"][end] = {"type": ["number", "null"]}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def schema_text() -> str:
    """Return the schema as it ships in ``lint.schema.json``."""
    return msgspec.json.format(msgspec.json.encode(lint_schema()), indent=2).decode() + "\n"


def _notice(notice: Published, reading: TextReading) -> NoticeDocument:
    return NoticeDocument(
        id=notice.id,
        place=notice.place,
        issuer=_shown(notice.issuer),
        issued=notice.issued,
        starts=notice.starts,
        deadline=notice.deadline,
        deadline_means=notice.deadline_means,
        ends=notice.ends,
        withdrawn=notice.withdrawn,
        end=_shown(notice.end),
        stays=_shown(notice.stays),
        contact=_shown(notice.contact),
        channels=tuple(map(shown, notice.channels)),
        languages=tuple(map(shown, notice.languages)),
        blocks=notice.blocks,
        places=notice.places,
        to=tuple(shown(place.name) for place in notice.to),
        routes=tuple(shown(place.name) for place in notice.routes),
        changes=_shown(notice.changes),
        drawn=notice.drawn is not None,
        arrows=len(notice.arrows),
        naive=notice.naive,
        text={language: shown(text) for language, text in notice.text.items()},
        reading=_reading(reading),
    )


def _shown(text: str | None) -> str | None:
    return None if text is None else shown(text)


def _reading(reading: TextReading) -> ReadingDocument:
    return ReadingDocument(
        blocks=tuple(
            BlocksDocument(item=one.item, towards=one.towards, span=_span(one.span)) for one in reading.blocks
        ),
        names=tuple(
            NameDocument(
                candidates=tuple(
                    CandidateDocument(
                        name=each.name, spelling=each.spelling, certainty=round(each.certainty, 3)
                    )
                    for each in one.candidates
                ),
                towards=one.towards,
                span=_span(one.span),
            )
            for one in reading.names
        ),
        times=tuple(
            TimeDocument(at=one.at, zoned=one.zoned, until=one.until, span=_span(one.span))
            for one in reading.times
        ),
        sizes=tuple(
            SizeDocument(km2=one.km2, share=one.share, of=one.of, span=_span(one.span))
            for one in reading.sizes
        ),
        topics=tuple(TopicDocument(topic=topic, span=_span(span)) for topic, span in reading.topics),
        unread=tuple(UnreadDocument(why=one.why, span=_span(one.span)) for one in reading.unread),
    )


def _span(span: Span) -> SpanDocument:
    return SpanDocument(language=span.language, start=span.start, end=span.end, words=shown(span.words))
