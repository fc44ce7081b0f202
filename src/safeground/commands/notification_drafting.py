"""The commands ``ledger notify draft`` and ``change``: what a notification says."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 (the options' types are read when the program runs)
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from safeground.commands.ledger_terminal import (  # noqa: TC001 (read when the program runs)
    LedgerFile,
    Notification,
    Recorder,
)
from safeground.commands.notification_terminal import (
    append_events,
    book_of,
    moment_of,
    notification_of,
    now_text,
)
from safeground.errors import FaultList

if TYPE_CHECKING:
    from safeground.ledger.notification_events import NotifiedMovement, NotifiedSite

Flag = Annotated[bool, Parameter(negative=())]


def draft(
    notification: str = "",
    *,
    ledger: LedgerFile = None,
    owner: str,
    until: str,
    recorder: Recorder,
    starts: str | None = None,
    site: str | None = None,
    name: str | None = None,
    site_class: str = "other",
    lonlat: Annotated[str | None, Parameter(allow_leading_hyphen=True)] = None,
    uncertain_m: float | None = None,
    function: str | None = None,
    route: str | None = None,
    points: Annotated[str, Parameter(allow_leading_hyphen=True)] = "",
    vehicles: int | None = None,
    urgent: Flag = False,
    sites: Path | None = None,
) -> int:
    """Draft a notification of a site or a movement, or one for each row of a table of sites.

    Parameters
    ----------
    notification
        An id of your own; with `--sites` what stands before each site's id.
    owner
        The body or role whose site or movement it is.
    until
        When it ends, with offset.
    starts
        When it starts, with offset; a movement needs it.
    site, name, site_class, lonlat, uncertain_m, function
        Of a site: its id, name, class, `lon,lat`, how far off that may be, its humanitarian function.
    route, points, vehicles, urgent
        Of a movement: in words; `lon,lat lon,lat …`; their number; whether the shorter notice holds.
    sites
        Table (CSV, XLSX) or vector file of sites: id, name, class, lon, lat.
    """
    from safeground.ledger.notification_events import (
        Content,
        NotificationDrafted,
        NotifiedMovement,
        NotifiedSite,
    )
    from safeground.ledger.notifying import others_of_site

    faults = FaultList()
    asked = [option for option, given in (("--site", site), ("--route", route), ("--sites", sites)) if given]
    if len(asked) != 1:
        faults.add(
            "", " and ".join(asked) or "none of them", "one of --site, --route and --sites", "Give one."
        )
    if not notification and sites is None:
        faults.add("", "no id", "an id of the notification", "Give it one, after the ledger.")
    if site and not lonlat:
        faults.add("--lonlat", "none", "the site's longitude and latitude", "Add --lonlat 34.30,31.34.")
    places = [place for text in (lonlat or "", *points.split()) if text for place in _places(text, faults)]
    faults.raise_if_any()

    def content(what: NotifiedSite | NotifiedMovement) -> Content:
        return Content(what=what, owner=owner, starts=starts, until=until)

    whats: list[tuple[str, NotifiedSite | NotifiedMovement]] = []
    if sites is not None:
        whats = [(notification + one.site, one) for one in _table(sites)]
    elif route is not None:
        moved = NotifiedMovement(route=route, points=tuple(places), vehicles=vehicles, urgent=urgent)
        whats = [(notification, moved)]
    elif site is not None:
        (lon, lat) = places[0]
        whats = [
            (
                notification,
                NotifiedSite(
                    site=site,
                    name=name or site,
                    site_class=site_class,
                    lon=lon,
                    lat=lat,
                    uncertain_m=uncertain_m,
                    function=function,
                ),
            )
        ]
    events = [
        NotificationDrafted(notification=id_, content=content(what), recorder=recorder) for id_, what in whats
    ]
    code = append_events(ledger, events, make=True)
    made, now = book_of(ledger), moment_of(None)
    for id_, _ in whats:
        others = others_of_site(made, made.notifications[id_], now)
        if others:
            print(f"warning: {id_}: its site is notified already: {', '.join(others)}")
    return code


def change(
    notification: Notification,
    *,
    ledger: LedgerFile = None,
    reason: str,
    recorder: Recorder,
    at: str | None = None,
    until: str | None = None,
    starts: str | None = None,
    lonlat: Annotated[str | None, Parameter(allow_leading_hyphen=True)] = None,
    route: str | None = None,
    vehicles: int | None = None,
) -> int:
    """Change what a notification says; recipients hold the former one until it is sent to them again.

    Parameters
    ----------
    reason
        Why.
    at
        From when on, with offset; now where not given.
    until, starts
        Its new end and start, with offset.
    lonlat
        A site's new place.
    route, vehicles
        A movement's new route in words, and number of vehicles.
    """
    import msgspec

    from safeground.ledger.notification_events import NotificationChanged, NotifiedMovement, NotifiedSite

    content = notification_of(ledger, notification).content
    what, faults = content.what, FaultList()
    if lonlat is not None and isinstance(what, NotifiedSite):
        places = _places(lonlat, faults)
        faults.raise_if_any()
        what = msgspec.structs.replace(what, lon=places[0][0], lat=places[0][1])
    elif isinstance(what, NotifiedMovement):
        given = {"route": route, "vehicles": vehicles}
        what = msgspec.structs.replace(
            what, **{key: value for key, value in given.items() if value is not None}
        )
    times = {"until": until, "starts": starts}
    content = msgspec.structs.replace(
        content, what=what, **{key: value for key, value in times.items() if value is not None}
    )
    event = NotificationChanged(
        notification=notification, content=content, at=at or now_text(), reason=reason, recorder=recorder
    )
    return append_events(ledger, [event])


def _table(path: Path) -> list[NotifiedSite]:
    from safeground.ground.sites import read_sites
    from safeground.ledger.notification_events import NotifiedSite

    read, remarks = read_sites(path)
    for remark in remarks:
        print(f"{remark.kind}: {remark.file}: {remark.text}")
    return [
        NotifiedSite(
            site=one.id,
            name=one.name,
            site_class=one.site_class,
            lon=one.lon,
            lat=one.lat,
            uncertain_m=one.position_uncertainty_m or None,
        )
        for one in read
    ]


def _places(text: str, faults: FaultList) -> list[tuple[float, float]]:
    try:
        lon, lat = (float(part) for part in text.split(","))
    except ValueError:
        faults.add("", repr(text), "lon,lat in degrees: 34.30,31.34", "Write the longitude first.")
        return []
    return [(lon, lat)]
