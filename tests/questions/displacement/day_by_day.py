"""The plain way, as an oracle: every day, every way, two linear programmes for each number.

Nothing is joined, left out or shared: each claim is read from its statement, each end is a run of scipy's
``linprog`` over all of them.
"""

from __future__ import annotations

import math

import numpy as np
from scipy.optimize import linprog

KINDS = ("present", "displaced", "gone", "moved", "arrived", "returned")


class DayByDay:
    """The unknowns of all days, and what bounds them.

    Columns: for each place those present, displaced and gone at the end of each day and of the eve of the
    first; for each way and day those who set out, arrive and return; for each place and day those who come
    back.
    """

    def __init__(self, places, stated, days, before, on_the_way):
        self.places, self.days = places, days
        named = sorted({(s.left, s.entered) for s in stated if s.left is not None and s.entered is not None})
        self.ways = [*named, *((p, None) for p in places), *((None, p) for p in places)]
        self.number = {}
        self.upper, self.equal = [], []
        for place in places:
            self.equal.append(({self.of("gone", place, -1): 1.0}, 0.0))
            if place in before:
                self.between({self.of("present", place, -1): 1.0}, before[place].low, before[place].high)
            for day in range(days):
                self.day_of(place, day)
        for way in self.ways:
            for day in range(days):
                if way[1] is not None:
                    self.between({self.of("arrives", way, day): 1.0, self.of("returns", way, day): -1.0}, 0)
                if on_the_way is not None and None not in way:
                    # Who has arrived had set out, or was on the way.
                    terms = {self.of("eve", way, 0): 1.0}
                    for one in range(day + 1):
                        terms |= {self.of("out", way, one): 1.0, self.of("arrives", way, one): -1.0}
                    self.between(terms, 0)
            if on_the_way is not None and None not in way:
                self.between({self.of("eve", way, 0): 1.0}, on_the_way.low, on_the_way.high)
        for one in stated:
            self.claim(one)

    def of(self, *key):
        return self.number.setdefault(key, len(self.number))

    def between(self, terms, low, high=math.inf):
        if math.isfinite(high):
            self.upper.append((terms, high))
        if math.isfinite(low):
            self.upper.append(({c: -f for c, f in terms.items()}, -low))

    def over(self, kind, left, entered, first, last):
        return {
            self.of(kind, way, day): 1.0
            for way in self.ways
            for day in range(first, last + 1)
            if left in (None, way[0]) and entered in (None, way[1])
        }

    def day_of(self, place, day):
        out = self.over("out", place, None, day, day)
        came = self.over("arrives", None, place, day, day)
        returned = self.over("returns", None, place, day, day)
        back = {self.of("back", place, day): 1.0}
        for kind, more, less in (("present", came, out), ("displaced", out, returned), ("gone", out, back)):
            terms = {self.of(kind, place, day): 1.0, self.of(kind, place, day - 1): -1.0}
            terms |= dict.fromkeys(more, -1.0) | dict.fromkeys(less, 1.0)
            self.equal.append((terms, 0.0))
        self.between(returned | dict.fromkeys(back, -1.0), 0)
        self.between({self.of("displaced", place, day): 1.0, self.of("gone", place, day): -1.0}, 0)

    def claim(self, one):
        if one.counted in ("present", "displaced"):
            place = one.entered if one.counted == "present" else one.left
            for day in range(one.inner[0], one.inner[1] + 1) if one.inner else ():
                self.between({self.of(one.counted, place, day): 1.0}, one.low, one.high)
            if one.inner is None or one.inner[1] < one.outer[1]:
                # At an hour: some number of those who move on the day have done so.
                day = one.outer[1]
                then = {self.of(one.counted, place, day - 1): 1.0}
                some = {"present": ("arrives", None, place, "out", place, None)}
                some["displaced"] = ("out", place, None, "returns", None, place)
                up, a, b, down, c, d = some[one.counted]
                more, less = self.of("some more", one.id, 0), self.of("some less", one.id, 0)
                self.between(self.over(up, a, b, day, day) | {more: -1.0}, 0)
                self.between(self.over(down, c, d, day, day) | {less: -1.0}, 0)
                self.between(then | {more: 1.0, less: -1.0}, one.low, one.high)
            return
        kind = {"moved": "out", "arrived": "arrives", "returned": "returns"}[one.counted]
        self.between(self.over(kind, one.left, one.entered, *one.outer), one.low)
        if one.inner is not None:
            self.between(self.over(kind, one.left, one.entered, *one.inner), -math.inf, one.high)

    def sum(self, kind, place, day):
        if kind in ("present", "displaced", "gone"):
            return {self.of(kind, place, day): 1.0}
        if kind == "moved":
            return self.over("out", place, None, 0, day)
        return self.over({"arrived": "arrives", "returned": "returns"}[kind], None, place, 0, day)

    def person_days(self, place):
        return {self.of("gone", place, day): 1.0 for day in range(self.days)}

    def ends(self, terms):
        """The least and the most of a sum; None where nothing fits."""
        found = []
        for sign in (1.0, -1.0):
            goal = np.zeros(len(self.number))
            goal[list(terms)] = [sign * factor for factor in terms.values()]
            done = linprog(
                goal, *self.matrix(self.upper), *self.matrix(self.equal), method="highs-ds",
                options={"presolve": False},
            )  # fmt: skip
            if done.status == 2:
                return None
            assert done.status in (0, 3), done.message
            found.append(sign * done.fun if done.status == 0 else math.inf)
        return tuple(found)

    def matrix(self, rows):
        made = np.zeros((len(rows), len(self.number)))
        for k, (terms, _) in enumerate(rows):
            made[k, list(terms)] = list(terms.values())
        return made, np.array([most for _, most in rows])
