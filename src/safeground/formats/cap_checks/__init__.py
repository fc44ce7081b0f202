"""What is wrong with a CAP message: one named function a rule, the schema's rules and those it does not have.

A rule takes a ``Message`` and yields findings; each tells its place, line, what was found, what was expected
and how to mend it. Messages are held against CAP 1.2 (OASIS Standard, 1 July 2010), and against practice
where the standard is silent.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from safeground.errors import Fault, InputError
from safeground.formats.cap_checks import chain, places, structure, texts, times
from safeground.formats.cap_checks.finding import CapFinding, Message, Spot
from safeground.formats.cap_reading import alerts_in
from safeground.formats.xml_file import read_xml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from safeground.remarks import Remark

RULES: tuple[Callable[[Message], Iterator[CapFinding]], ...] = (
    structure.namespace_is_cap,
    structure.elements_are_known,
    structure.elements_stand_in_order,
    structure.required_elements_are_there,
    structure.singletons_stand_once,
    structure.elements_are_not_empty,
    structure.codes_are_in_their_lists,
    structure.signatures_are_not_checked,
    texts.identifiers_hold_no_separators,
    texts.languages_are_tags,
    texts.languages_are_stated,
    texts.languages_stand_once,
    texts.texts_keep_their_direction,
    texts.texts_are_in_their_script,
    texts.texts_are_not_markup,
    texts.something_is_said,
    texts.resources_can_be_had,
    chain.restricted_says_to_whom,
    chain.private_has_addresses,
    chain.changes_refer_to_what_they_change,
    chain.references_have_their_form,
    chain.references_are_earlier,
    chain.references_are_of_one_sender,
    chain.exercises_and_errors_are_explained,
    times.times_have_their_form,
    times.utc_has_a_minus,
    times.expires_is_stated,
    times.expires_comes_last,
    places.areas_are_stated,
    places.areas_are_drawn,
    places.polygons_have_their_form,
    places.polygons_have_four_points,
    places.polygons_are_closed,
    places.latitude_stands_first,
    places.areas_lie_in_the_region,
    places.polygons_do_not_cross_themselves,
    places.circles_have_their_form,
    places.radii_are_in_km,
    places.ceilings_have_an_altitude,
)


def check_cap(
    source: Path | bytes,
    *,
    name: str = "",
    region: tuple[float, float, float, float] | None = None,
) -> tuple[tuple[CapFinding, ...], int, tuple[Remark, ...]]:
    """Hold every message of a file against every rule.

    Parameters
    ----------
    source
        A message, or a feed with messages in it; a file, or what stands in it.
    name
        The file's name for messages, where ``source`` is bytes.
    region
        Bounds (west, south, east, north, degrees) in which the areas must lie.

    Returns
    -------
    tuple
        The findings in the file's order, how many messages were checked, and how the file had to be read.

    Raises
    ------
    InputError
        XML that is refused, or a file without any message.
    """
    file = name or (str(source) if isinstance(source, Path) else "")
    root, remarks = read_xml(source, name=file)
    alerts = alerts_in(root)
    if not alerts:
        found = f"<{root.name}> without a message (<alert>) in it"
        fix = "Name a file with a message; an entry of a feed may hold only a link to one."
        raise InputError([Fault(file, f"line {root.line}", found, "a CAP message", fix)])
    findings = []
    for number, alert in enumerate(alerts, start=1):
        path = "alert" if len(alerts) == 1 else f"alert[{number}]"
        message = Message(Spot(path, alert), region)
        findings += [finding for rule in RULES for finding in rule(message)]
    return tuple(sorted(findings, key=lambda one: one.line)), len(alerts), remarks
