"""Where arrows and destinations end."""

from datetime import timedelta

import pytest
from tests.questions.clear.town import DEADLINE, ISSUED, Case, alone, within

from safeground.plan.published import NamedPlace


def to(shape):
    return lambda t: (NamedPlace(name="Camp", geometry=shape(t)),)


def other(town, **changes):
    """A notice of the day before on blocks 9, 10, 19 and 20."""
    return town.notice(
        id="n0",
        text={},
        blocks=("9-10", "19-20"),
        drawn=town.squares(9, 10, 19, 20),
        issued=ISSUED - timedelta(days=1),
        deadline=DEADLINE - timedelta(days=1),
        **changes,
    )


CASES = (
    Case(
        "destination-under-order",
        "the arrow ends in its own area",
        alone(arrows=lambda t: (t.arrow((0, 0), (450, 450)),)),
        "The arrow ends in ground that this notice itself orders to leave.",
    ),
    Case(
        "destination-under-order",
        "the destination is ordered out by another notice",
        lambda t: (t.notice(to=to(lambda t: t.squares(10, 20, 30, 40))(t)), (other(t),), {}),
        "The destination Camp lies, with 50 % of it, in ground that the notice n0, which is in force, orders "
        "to leave (0.18 km²).",
    ),
    Case("destination-under-order", "the hill", alone(arrows=lambda t: (t.arrow((0, 0), (5500, 500)),))),
    Case(
        "destination-under-order",
        "the other order is over",
        lambda t: (t.notice(to=to(lambda t: t.squares(10))(t)), (other(t, ends=ISSUED),), {}),
    ),
    Case(
        "destination-under-order",
        "the other order was withdrawn",
        lambda t: (t.notice(to=to(lambda t: t.squares(10))(t)), (other(t, withdrawn=ISSUED),), {}),
    ),
    Case(
        "destination-under-order",
        "the other order is the one that this one changes",
        lambda t: (t.notice(to=to(lambda t: t.squares(10))(t), changes="n0"), (other(t),), {}),
    ),
    Case(
        "destination-under-order",
        "just over the edge",
        alone(arrows=lambda t: (t.arrow((900, 300), (590, 300)),)),
    ),
    Case(
        "destination-closed",
        "the arrow ends in a closed area",
        within(
            {"closed": lambda t: {"port": t.box(3000, 0, 900)}},
            arrows=lambda t: (t.arrow((0, 0), (3400, 400)),),
        ),
        "The arrow ends in the closed area port.",
    ),
    Case("destination-closed", "elsewhere", within({"closed": lambda t: {"port": t.box(3000, 0, 900)}})),
    Case(
        "destination-off-map",
        "the second arrow leaves the map",
        alone(arrows=lambda t: (t.arrow((0, 0), (5500, 500)), t.arrow((0, 0), (0, 20000)))),
        "Arrow 2 ends outside the territory, off the map or in the sea.",
    ),
    Case("destination-off-map", "on the map", alone(arrows=lambda t: (t.arrow((0, 0), (5500, 500)),))),
    Case(
        "destination-off-map",
        "the sea is no map's end",
        within(
            {"sea": lambda t: t.box(-9000, -9000, 8500, 30000)},
            arrows=lambda t: (t.arrow((0, 0), (-3000, 0)),),
        ),
    ),
    Case(
        "destination-in-sea",
        "the destination lies in the sea by a third",
        within(
            {"sea": lambda t: t.box(-9000, -9000, 8500, 30000)},
            to=to(lambda t: t.box(-800, 700, 900)),
        ),
        "The destination Camp lies, with 33 % of it, in the sea (0.27 km²).",
    ),
    Case(
        "destination-in-sea",
        "a beach",
        within(
            {"sea": lambda t: t.box(-9000, -9000, 8500, 30000)},
            to=to(lambda t: t.box(-540, 700, 900)),
        ),
    ),
    Case(
        "arrow-in-no-area",
        "it ends half way",
        alone(arrows=lambda t: (t.arrow((0, 0), (4000, 500)),)),
        "The arrow ends in no destination.",
    ),
    Case("arrow-in-no-area", "in the hill", alone(arrows=lambda t: (t.arrow((0, 0), (5500, 500)),))),
    Case("arrow-in-no-area", "at its edge", alone(arrows=lambda t: (t.arrow((0, 0), (4990, 500)),))),
    Case(
        "destination-not-found",
        "a name that nobody knows",
        alone(to=(NamedPlace(name="Xanadu"),)),
        "Where the destination Xanadu lies is not known.",
    ),
    Case("destination-not-found", "a known name", alone(to=(NamedPlace(name="Highfield"),))),
    Case("destination-not-found", "a designated area by its id", alone(to=(NamedPlace(name="hill"),))),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_rule(case, town):
    case.check(town)
