"""Notices in which nothing is wrong, drawn from a seed: in up to four languages, over a map of blocks."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import shapely
from tests.questions.clear.town import ZONE, Town

from safeground.plan.names import Name, Names
from safeground.plan.published import NamedPlace, Published

if TYPE_CHECKING:
    from collections.abc import Sequence

    from safeground.plan.gazetteer import Gazetteer

OTHERS = ("ar", "he", "uk")
HILL = {"en": "Highfield", "ar": "التلة العالية", "he": "הגבעה הגבוהה", "uk": "Високе Поле"}
MONTHS = {"en": "March", "ar": "مارس", "he": "במרץ", "uk": "березня"}
SENTENCES = {
    "en": {
        "area": "People in blocks {blocks} must go by {deadline}.",
        "start": "The order holds from {start}.",
        "destination": "Go to {place}.",
        "route": "Take the coast road.",
        "end": "You can go home when the water falls.",
        "stays": "Those who stay keep their full rights.",
        "contact": "Call 101 if you have to ask.",
    },
    "ar": {
        "area": "على سكان البلوكات {blocks} المغادرة حتى {deadline}.",
        "start": "يسري الأمر من {start}.",
        "destination": "توجهوا إلى {place}.",
        "route": "اسلكوا الطريق الساحلي.",
        "end": "يمكنكم العودة عندما ينحسر الماء.",
        "stays": "من يبقون يحتفظون بحمايتهم.",
        "contact": "للاستفسار اتصلوا على 101.",
    },
    "he": {
        "area": "תושבי בלוקים {blocks} מתבקשים לצאת עד {deadline}.",
        "start": "ההוראה בתוקף מ-{start}.",
        "destination": "לכו אל {place}.",
        "route": "סעו בדרך החוף.",
        "end": "אפשר לחזור כשהמים ירדו.",
        "stays": "מי שנשארים שומרים על זכויותיהם.",
        "contact": "לשאלות חייגו 101.",
    },
    "uk": {
        "area": "Мешканці кварталів {blocks} мають вийти до {deadline}.",
        "start": "Наказ діє з {start}.",
        "destination": "Ідіть до {place}.",
        "route": "Рухайтеся прибережною дорогою.",
        "end": "Можна повернутися, коли спаде вода.",
        "stays": "Хто залишається, зберігає захист.",
        "contact": "Питання за телефоном 101.",
    },
}
TIMES = {
    "en": "{hour} (UTC+2) on {day}",
    "ar": "الساعة {hour} (UTC+2) يوم {day}",
    "he": "{hour} (UTC+2) {day}",
    "uk": "{hour} (UTC+2) {day}",
}
AND = {"en": " and ", "ar": " و", "he": " ו-", "uk": " та "}
TO = {"en": (" to ", "–", "-"), "ar": (" إلى ", " حتى "), "he": (" עד ", "–"), "uk": ("–", "-")}
COMMAS = {"en": (", ", "; "), "ar": ("، ",), "he": (", ",), "uk": (", ", "; ")}
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@dataclass(frozen=True)
class Ground:
    """A map of blocks with all that notices on it are held against."""

    town: Town
    blocks: Gazetteer
    names: Names
    hill: shapely.Polygon
    territory: shapely.Polygon

    @classmethod
    def synthetic(cls) -> Ground:
        """The town of the rules' tests, its destination spelled in four languages."""
        town = Town()
        spelled = [
            replace(one, spellings=tuple(HILL.values())) if one.id == "hill" else one
            for one in town.names.names
        ]
        town.names = Names((*spelled,), town.names.file)
        return cls(town, town.blocks, town.names, town.hill, town.territory)

    @classmethod
    def of_blocks(cls, blocks: Gazetteer) -> Ground:
        """A published block map, with a made-up destination beside it."""
        town = Town()
        west, south, east, north = shapely.total_bounds(blocks.geometry)
        hill = shapely.box(east + 0.01, south, east + 0.03, south + 0.02)
        town.blocks, town.hill = blocks, hill
        town.ids = blocks.ids
        town.territory = shapely.box(west - 0.05, south - 0.05, east + 0.05, north + 0.05)
        town.people = town.layer(list(blocks.geometry), 1000.0)
        town.names = Names((Name("hill", tuple(HILL.values()), "neighbourhood", None, hill),), "names.csv")
        return cls(town, blocks, town.names, hill, town.territory)

    def patch(self, random: np.random.Generator) -> tuple[str, ...]:
        """Blocks that lie together, in the gazetteer's order."""
        tree, ids = shapely.STRtree(self.blocks.geometry), self.blocks.ids
        wanted = int(random.integers(3, 26))
        found = [int(random.integers(len(ids)))]
        while len(found) < wanted:
            near = tree.query(self.blocks.geometry[found], predicate="intersects")[1]
            new = np.setdiff1d(near, found)
            if not len(new):
                break
            found.append(int(random.choice(new)))
        return tuple(ids[i] for i in sorted(found))

    def union(self, ids: Sequence[str]) -> shapely.Geometry:
        return self.blocks.union(ids)

    def beside(self, ids: Sequence[str]) -> tuple[str, ...]:
        """Blocks that touch some and are not among them."""
        index = [self.blocks.ids.index(one) for one in ids]
        near = shapely.STRtree(self.blocks.geometry).query(
            self.blocks.geometry[index], predicate="intersects"
        )[1]
        return tuple(self.blocks.ids[i] for i in np.setdiff1d(near, index))


@dataclass(frozen=True)
class Draft:
    """What a notice is written from; planters change it before or after it is written."""

    ground: Ground
    blocks: tuple[str, ...]
    languages: tuple[str, ...]
    issued: datetime
    deadline: datetime
    style: int
    text_blocks: dict[str, tuple[str, ...]] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()
    said_deadline: datetime | None = None
    zone: bool = True
    more: str = ""
    place: str | None = None

    @classmethod
    def draw(cls, ground: Ground, random: np.random.Generator) -> Draft:
        others = random.permutation(OTHERS)[: int(random.integers(0, 4))]
        issued = datetime(2026, 3, int(random.integers(1, 20)), int(random.integers(5, 11)), tzinfo=ZONE)
        return cls(
            ground,
            ground.patch(random),
            ("en", *map(str, others)),
            issued,
            issued + timedelta(hours=int(random.integers(6, 13))),
            int(random.integers(1 << 30)),
        )

    def text(self, language: str) -> str:
        random = np.random.default_rng([self.style, *map(ord, language)])
        said = {
            "blocks": printed(self.text_blocks.get(language, self.blocks), language, random),
            "deadline": self._time(self.said_deadline or self.deadline, language),
            "start": self._time(self.issued, language),
            "place": self.place or HILL[language],
        }
        parts = [one.format(**said) for key, one in SENTENCES[language].items() if key not in self.left_out]
        return " ".join([*parts, self.more if language == "en" else ""]).strip()

    def _time(self, at: datetime, language: str) -> str:
        day = f"{at.day} {MONTHS[language]} {at.year}"
        told = TIMES[language].format(hour=f"{at:%H:%M}", day=day)
        return told if self.zone else told.replace(" (UTC+2)", "")

    def notice(self, **changes: object) -> Published:
        """The notice as it is published."""
        stated = {part: None if part in self.left_out else part for part in SENTENCES["en"]}
        right = Published(
            id="n1",
            text={language: self.text(language) for language in self.languages},
            blocks=listed(self.blocks),
            drawn=self.ground.union(self.blocks),
            arrows=(
                shapely.LineString([self.ground.union(self.blocks).centroid, self.ground.hill.centroid]),
            ),
            issuer="council",
            issued=self.issued,
            starts=stated["start"] and self.issued,
            deadline=self.deadline,
            deadline_means="out",
            end=stated["end"] and "when the water falls",
            stays=stated["stays"] and "those who stay keep their protection",
            contact=stated["contact"] and "101",
            channels=("radio",),
            languages=self.languages,
            to=(NamedPlace(name="Highfield", geometry=self.ground.hill),) if stated["destination"] else (),
            routes=(NamedPlace(name="coast road"),) if stated["route"] else (),
        )
        return replace(right, **changes)  # type: ignore[arg-type]


def listed(blocks: Sequence[str]) -> tuple[str, ...]:
    """A list as orders print it: a range for each run of whole numbers."""
    found: list[str] = []
    run: list[int] = []
    for one in (*blocks, ""):
        if one.isdigit() and run and int(one) == run[-1] + 1:
            run.append(int(one))
            continue
        if run:
            found += [f"{run[0]}-{run[-1]}"] if len(run) > 2 else [str(at) for at in run]
        run = [int(one)] if one.isdigit() else []
        if one and not one.isdigit():
            found.append(one)
    return tuple(found)


def printed(blocks: Sequence[str], language: str, random: np.random.Generator) -> str:
    """A list in a text, in one of the ways that a language has for it."""
    to, comma = str(random.choice(TO[language])), str(random.choice(COMMAS[language]))
    items = [one.replace("-", to) for one in listed(blocks)]
    if language == "ar" and random.random() < 0.5:
        items = [one.translate(ARABIC_DIGITS) for one in items]
    if len(items) > 1 and random.random() < 0.6:
        return comma.join(items[:-1]) + AND[language] + items[-1]
    return comma.join(items)
