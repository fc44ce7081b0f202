"""What a look-up prints: the answer in words, in one of four languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeground.publish.notices.lookup_data import source_words
from safeground.publish.notices.moments import moment
from safeground.publish.notices.phrases import RIGHT_TO_LEFT, phrases
from safeground.publish.notices.pieces import bare, figure, fill, isolated, joined, named, words
from safeground.publish.notices.standing import OVER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from safeground.plan.model import Plan
    from safeground.publish.notices.applies import Applies, Conflict, Found
    from safeground.publish.notices.bulletin import Bulletin, Place, Way
    from safeground.publish.notices.phrases import Language
    from safeground.publish.notices.pieces import Line

ALONG_M = 2.0
"""An edge nearer than this runs along the place: no drawing of it is more exact."""


def answer_text(answer: Applies, title: str, plan: Plan, file: str, language: Language) -> str:
    """Return the answer as lines of text.

    Parameters
    ----------
    answer
        What applies.
    title
        The place that was asked for, in its own words.
    plan
        For its status, and until when it records what was published.
    file
        The plan's file.
    language
        Of the words; names and words of issuers stay as they are.
    """
    lines = _Words(language).answer(answer, title, plan, file)
    out = isolated if language in RIGHT_TO_LEFT else bare
    return "\n".join(out(line).rstrip() for line in lines)


def nothing_now(answer: Applies) -> str | None:
    """Return what is said where nothing applies now: nothing, where nobody knows whether something does."""
    return None if answer.in_state("unknown") else "no_designation"


class _Words:
    def __init__(self, language: Language) -> None:
        self.language = language
        self.table = phrases("notice") | phrases("lookup")

    def answer(self, answer: Applies, title: str, plan: Plan, file: str) -> Iterator[Line]:
        yield named(title)
        yield self.say("at-time", time=self.time(answer.at))
        yield self.say("recorded", time=self.time(plan.as_of))
        yield self.say(
            "plan-copy", file=named(file), status=words(self.table[f"status-{plan.status}"][self.language])
        )
        yield ()
        if answer.conflicts:
            yield self.say("conflict")
            yield from dict.fromkeys(map(self.conflict, answer.conflicts))
            yield ()
        yield from self.group("now", answer.in_state("now"), answer, nothing_now(answer))
        yield from self.group("unknown", answer.in_state("unknown"), answer)
        yield from self.group("next", answer.in_state("next"), answer, "nothing-next")
        near = [found for found in answer.near if found.standing.state not in OVER]
        if near:
            yield self.say("near")
            yield from (self.indented(self.edge_of(found)) for found in near)
            yield ()
        yield from self.group("over", answer.in_state(*OVER), answer)
        yield self.say("protection-all")
        yield self.say("claim")
        yield self.say("not-order")

    def group(
        self, key: str, found: tuple[Found, ...], answer: Applies, nothing: str | None = None
    ) -> Iterator[Line]:
        if not found and nothing is None:
            return
        yield self.say(key)
        if not found and nothing is not None:
            yield self.indented(self.say(nothing))
        for number, one in enumerate(found):
            if number:
                yield ()
            yield from map(self.indented, self.found(one, answer))
        yield ()

    def found(self, found: Found, answer: Applies) -> Iterator[Line]:
        bulletin, place = found.bulletin, found.place
        yield (*self.say(f"kind.{place.kind}"), *words(": "), *named(place.id))
        yield self.designation(place)
        if found.standing.state != "taken back":
            yield self.say(f"role-{found.role}")
        yield self.lies(found)
        yield from self.standing(found)
        yield from self.notice(bulletin, answer.at)
        for key, names in (("bounded_by", place.streets), ("landmarks", place.landmarks)):
            if names:
                yield self.row(key, self.listed(names))

    def lies(self, found: Found) -> Line:
        if found.share >= 1:
            line = self.say("all-of")
        else:
            line = self.say("part-of", share=figure(min(99, max(1, round(100 * found.share)))))
        if found.edge_m is None:
            return line
        if found.edge_m < ALONG_M:
            return (*line, *words(" "), *self.say("edge-along"))
        return (*line, *words(" "), *self.say("edge-inside", m=figure(round(found.edge_m))))

    def edge_of(self, found: Found) -> Line:
        name = named(f"{found.place.id} ({bare(self.say(f'kind.{found.place.kind}'))})")
        assert found.edge_m is not None, "what is near has a distance"
        if found.edge_m < ALONG_M:
            return self.say("edge-of-along", area=name)
        return self.say("edge-of", area=name, m=figure(round(found.edge_m)))

    def standing(self, found: Found) -> Iterator[Line]:
        standing = found.standing
        yield self.row("from" if standing.state == "next" else "since", self.stated_time(standing.since))
        until = self.stated_time(standing.until)
        by = named(standing.by or "")
        if standing.state == "unknown":
            yield self.say("expired", time=until)
        elif standing.state == "ended":
            yield self.row("ended", until)
        elif standing.state in OVER:
            itself = standing.by == found.bulletin.id
            said = self.say("withdrawn") if itself else self.say(standing.state, by=by)
            yield (*said, *words(": "), *until)
        else:
            yield self.row("until", until)
        if standing.by is not None and standing.state not in ("replaced", "taken back"):
            yield self.say("untimed", by=by)

    def notice(self, bulletin: Bulletin, at: datetime) -> Iterator[Line]:
        yield self.row("by_when", self.stated_time(bulletin.deadline))
        if bulletin.deadline is not None:
            yield self.say(f"means.{bulletin.deadline_means or 'none'}")
            if bulletin.deadline <= at:
                yield self.say("deadline-passed")
        to = [(*named(place.id), *words(": "), *self.designation(place)) for place in bulletin.to]
        yield self.row("where_to", *to)
        yield self.row("which_way", *map(self.way, bulletin.ways))
        for key, own in (
            ("end", bulletin.end),
            ("who_stays", bulletin.stays),
            ("contact", bulletin.contact),
            ("from_whom", bulletin.issuer),
        ):
            yield self.row(key, *([named(own)] if own else []))
        yield self.row("issued_at", self.stated_time(bulletin.issued))
        source = source_words(bulletin.source)
        yield self.row("source", *([named(source)] if source else []))
        yield self.row("notice", named(bulletin.id))

    def way(self, way: Way) -> Line:
        hours = joined([figure(one) for one in way.open], self.language)
        said = self.say("open", hours=hours) if way.open else self.say("open_not_stated")
        return (*self.listed((way.id, *way.streets)), *words(". "), *said)

    def designation(self, place: Place) -> Line:
        values = {}
        if place.designated_by:
            values["who"] = named(place.designated_by)
        if place.called:
            values["called"] = named(place.called)
        keys = {
            (True, True): "designated_as",
            (True, False): "designated_by",
            (False, True): "called",
            (False, False): "designation_not_stated",
        }
        return self.say(keys["who" in values, "called" in values], **values)

    def conflict(self, conflict: Conflict) -> Line:
        one, other = (f"{side.bulletin.id} ({side.place.id})" for side in (conflict.one, conflict.other))
        return self.indented(self.say(f"conflict-{conflict.difference}", one=named(one), other=named(other)))

    def row(self, key: str, *values: Line) -> Line:
        said = joined(values, self.language) if values else self.say("not_stated")
        return (*self.say(key), *words(": "), *said)

    def listed(self, names: tuple[str, ...]) -> Line:
        return joined([named(name) for name in names], self.language)

    def stated_time(self, time: datetime | None) -> Line:
        return self.say("not_stated") if time is None else self.time(time)

    def time(self, time: datetime) -> Line:
        return moment(time, self.language)

    def say(self, key: str, **values: Line) -> Line:
        return fill(self.table[key][self.language], **values)

    @staticmethod
    def indented(line: Line) -> Line:
        return (*words("  "), *line) if line else ()
