"""What can happen to a notification: an owner's consent, a draft, and what became of it with each recipient.

A notification tells a party where a site is or how a movement will go. It asks for nothing: there is no event
for an answer other than that it was received. Coordinates are in it, so all of it is restricted.
"""

from __future__ import annotations

from typing import Literal

from safeground.ledger.claim import Recorded


class NotifiedSite(Recorded, frozen=True, kw_only=True, tag="site"):
    """A place that stays where it is."""

    site: str
    """Its id in the register of sites."""
    name: str
    site_class: str
    lon: float
    lat: float
    uncertain_m: float | None = None
    """How far off the coordinates may be; None where nobody says."""
    function: str | None = None
    """Its humanitarian function at the time of notifying, in its owner's words."""


class NotifiedMovement(Recorded, frozen=True, kw_only=True, tag="movement"):
    """Vehicles or people on their way."""

    route: str
    """In words, with the places it passes."""
    points: tuple[tuple[float, float], ...] = ()
    """Longitude and latitude along it."""
    vehicles: int | None = None
    urgent: bool = False
    """Whether the shorter notice of an emergency holds."""


class Content(Recorded, frozen=True, kw_only=True):
    """What a notification says. It always has an end, so that none goes stale unseen."""

    what: NotifiedSite | NotifiedMovement
    owner: str
    """The body or role whose site or movement it is, and whose consent is needed."""
    starts: str | None = None
    """ISO 8601 with offset; a movement needs one."""
    until: str
    """ISO 8601 with offset."""
    sensitivity: Literal["restricted"] = "restricted"


class NotificationDrafted(Recorded, frozen=True, kw_only=True, tag="notification_drafted"):
    """Somebody wrote it; nobody has been told."""

    notification: str
    content: Content
    recorder: str


class NotificationChanged(Recorded, frozen=True, kw_only=True, tag="notification_changed"):
    """What it says is otherwise from now on; recipients hold the former one until it is sent again."""

    notification: str
    content: Content
    at: str
    reason: str
    recorder: str


class NotificationSubmitted(Recorded, frozen=True, kw_only=True, tag="notification_submitted"):
    """It was sent to one recipient."""

    notification: str
    recipient: str
    at: str
    sent_sha256: str
    """Of what was sent, byte for byte."""
    channel: str | None = None
    recorder: str


class NotificationAcknowledged(Recorded, frozen=True, kw_only=True, tag="notification_acknowledged"):
    """One recipient said that it was received. It says no more than that."""

    notification: str
    recipient: str
    at: str
    reference: str | None = None
    """The recipient's own number or words for it."""
    recorder: str


class NotificationWithdrawn(Recorded, frozen=True, kw_only=True, tag="notification_withdrawn"):
    """It was taken back, from one recipient or from all."""

    notification: str
    recipient: str | None = None
    """None: from all."""
    at: str
    reason: str
    recorder: str


class ConsentGiven(Recorded, frozen=True, kw_only=True, tag="consent_given"):
    """An owner agrees that one recipient is told."""

    subject: str
    """Id of the site, or of the notification of a movement."""
    recipient: str
    given_by: str
    """The owner: a body or a role."""
    at: str
    recorder: str


class ConsentWithdrawn(Recorded, frozen=True, kw_only=True, tag="consent_withdrawn"):
    """An owner agrees no longer: nothing more may be sent to that recipient."""

    subject: str
    recipient: str
    at: str
    reason: str | None = None
    recorder: str


NotificationEvent = (
    NotificationDrafted
    | NotificationChanged
    | NotificationSubmitted
    | NotificationAcknowledged
    | NotificationWithdrawn
    | ConsentGiven
    | ConsentWithdrawn
)
KINDS = (
    "notification_drafted",
    "notification_changed",
    "notification_submitted",
    "notification_acknowledged",
    "notification_withdrawn",
    "consent_given",
    "consent_withdrawn",
)
"""The tags of these events."""
