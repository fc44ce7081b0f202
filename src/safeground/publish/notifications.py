"""Notifications, listed: how each stands with each recipient. The public edition counts and names nothing."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, get_args

from safeground.formats.hxl_table import hxl_table, number_cell
from safeground.ledger.notification_events import NotifiedSite
from safeground.ledger.notifications import FIXED, State, due
from safeground.whole_folder import whole_folder
from safeground.wording import public_count

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from safeground.ledger.notifications import Book, Notification

"""Fewer than so many are not told apart in public."""
COLUMNS = (
    ("notification", "#meta+id"),
    ("kind", "#meta+kind"),
    ("subject", "#loc+code"),
    ("name", "#loc+name"),
    ("owner", "#org+owner"),
    ("recipient", "#org+recipient"),
    ("state", "#status"),
    ("consent", "#status+consent"),
    ("sent_at", "#date+sent"),
    ("sha256_of_what_was_sent", "#meta+hash"),
    ("acknowledged_at", "#date+acknowledged"),
    ("expires", "#date+end"),
    ("lon", "#geo+lon"),
    ("lat", "#geo+lat"),
    ("uncertain_m", "#geo+precision"),
    ("sensitivity", "#meta+sensitivity"),
    ("note", "#meta+note"),
)
PUBLIC_COLUMNS = (
    ("kind", "#meta+kind"),
    ("state", "#status"),
    ("how_many", "#indicator"),
    ("note", "#meta+note"),
)


def list_lines(made: Book, at: datetime) -> list[str]:
    """Return each notification with its state for each recipient, and the sentence that always stands."""
    lines = [f"As of {at.isoformat(timespec='minutes')}:"]
    for one in made.notifications.values():
        what = one.content.what
        called = (
            f"{what.site_class} {what.name}" if isinstance(what, NotifiedSite) else f"movement, {what.route}"
        )
        lines.append(f"{one.id}: {called}; owner {one.content.owner}; until {one.content.until}")
        if not one.recipients:
            lines.append(f"  {_said(one, None, at)}, sent to nobody")
        lines += [
            f"  {recipient}: {_recipient_words(made, one, recipient, at)}" for recipient in one.recipients
        ]
    if not made.notifications:
        lines.append("no notification is recorded")
    return [*lines, FIXED]


def due_lines(made: Book, at: datetime, within_h: float) -> list[str]:
    """Return what expires within so many hours, the earliest first."""
    found = due(made, at, within_h)
    lines = []
    for one in found:
        hours = (one.expires - at).total_seconds() / 3600
        held = f"held by {one.recipient}" if one.recipient else "not sent yet"
        lines.append(f"{one.notification}: expires in {hours:.1f} h, at {one.expires.isoformat()}; {held}")
    return [*(lines or [f"nothing expires within {within_h:g} h"]), FIXED]


def notifications_csv(made: Book, at: datetime) -> str:
    """Return the restricted table: a row for each notification and recipient, with places."""
    rows = []
    for one in made.notifications.values():
        what = one.content.what
        site = what if isinstance(what, NotifiedSite) else None
        for recipient in one.recipients or (None,):
            sent = None if recipient is None else one.last_sending(recipient, at)
            received = None if sent is None else one.acknowledged.get(sent.number)
            rows.append(
                [
                    one.id,
                    "movement" if site is None else "site",
                    one.subject,
                    "" if site is None else site.name,
                    one.content.owner,
                    recipient or "",
                    one.state(recipient, at),
                    "" if recipient is None else _consent_words(made, one, recipient, at),
                    "" if sent is None else sent.at.isoformat(),
                    "" if sent is None else sent.sent_sha256,
                    "" if received is None or received[0] > at else received[0].isoformat(),
                    one.expires(recipient, at).isoformat(),
                    number_cell(None if site is None else site.lon),
                    number_cell(None if site is None else site.lat),
                    number_cell(None if site is None else site.uncertain_m),
                    "RESTRICTED",
                    FIXED,
                ]
            )
    return hxl_table(COLUMNS, rows)


def public_csv(made: Book, at: datetime) -> str:
    """Return the public table: how many of each kind stand how, small numbers not told apart."""
    counted = Counter(
        ("site" if isinstance(one.content.what, NotifiedSite) else "movement", one.state(recipient, at))
        for one in made.notifications.values()
        for recipient in one.recipients or (None,)
    )
    rows = [
        [kind, state, public_count(counted[kind, state]), FIXED]
        for kind in ("site", "movement")
        for state in get_args(State)
    ]
    return hxl_table(PUBLIC_COLUMNS, rows)


def write_notifications(made: Book, at: datetime, out: Path) -> None:
    """Write both editions.

    Raises
    ------
    OutputError
        ``out`` is a file, or a folder that Safeground did not write, or cannot be written.
    """
    with whole_folder(out) as folder:
        for edition, table in (("restricted", notifications_csv(made, at)), ("public", public_csv(made, at))):
            (folder / edition).mkdir()
            (folder / edition / "notifications.csv").write_bytes(table.encode())


def _recipient_words(made: Book, one: Notification, recipient: str, at: datetime) -> str:
    sent = one.last_sending(recipient, at)
    words = [_said(one, recipient, at)]
    if sent is not None:
        words.append(f"sent {sent.at.isoformat(timespec='minutes')}")
        received = one.acknowledged.get(sent.number)
        if received is not None and received[0] <= at:
            words.append(f"acknowledged {received[0].isoformat(timespec='minutes')}")
        words.append(f"what they hold ends {one.expires(recipient, at).isoformat(timespec='minutes')}")
    words.append(_consent_words(made, one, recipient, at))
    return "; ".join(words)


def _consent_words(made: Book, one: Notification, recipient: str, at: datetime) -> str:
    if made.consent(one.subject, recipient, one.content.owner, at) is not None:
        return "consent stands"
    given = made.consents.get((one.subject, recipient), [])
    ended = [
        consent.withdrawn for consent in given if consent.withdrawn is not None and consent.withdrawn <= at
    ]
    if not ended:
        return "no consent"
    return f"consent withdrawn {max(ended).isoformat(timespec='minutes')}: ask them to delete what they hold"


def _said(one: Notification, recipient: str | None, at: datetime) -> str:
    state = one.state(recipient, at)
    return "changed since it was sent" if state == "changed" else state
