"""Notifications: what may come next, how each stands with each recipient, and what nobody outside may see."""

from __future__ import annotations

import csv
import hashlib
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

import safeground
from safeground.commands.notifications import notify as commands
from safeground.errors import InputError
from safeground.ledger.erasure import erase
from safeground.ledger.exporting.edition import in_edition
from safeground.ledger.notification_events import (
    KINDS,
    ConsentGiven,
    ConsentWithdrawn,
    Content,
    NotificationAcknowledged,
    NotificationChanged,
    NotificationDrafted,
    NotificationEvent,
    NotificationSubmitted,
    NotificationWithdrawn,
    NotifiedMovement,
    NotifiedSite,
)
from safeground.ledger.notifications import FIXED, State, apply, book, due
from safeground.ledger.notifying import check, lead_time_remark, notify
from safeground.ledger.store import Ledger
from safeground.ledger.verify import verify
from safeground.publish.notifications import due_lines, list_lines, notifications_csv, public_csv

if TYPE_CHECKING:
    from safeground.ledger.notifications import Book

NOW = datetime(2024, 3, 20, tzinfo=UTC)
LON, LAT = 30.123456, 10.654321


def _t(day: int, hour: int = 12) -> str:
    return datetime(2024, 3, day, hour, tzinfo=UTC).isoformat()


def _at(day: int, hour: int = 12) -> datetime:
    return datetime(2024, 3, day, hour, tzinfo=UTC)


SITE = NotifiedSite(site="h1", name="Mill Road Hospital", site_class="hospital", lon=LON, lat=LAT)
OFF_EARTH = NotifiedSite(site="s", name="s", site_class="other", lon=10, lat=95)
CONTENT = Content(what=SITE, owner="health office", until=_t(10))
LATER = Content(what=SITE, owner="health office", until=_t(15))
DRAFT = NotificationDrafted(notification="n1", content=CONTENT, recorder="AB")


def _consent(recipient: str = "party A", day: int = 1, by: str = "health office") -> ConsentGiven:
    return ConsentGiven(subject="h1", recipient=recipient, given_by=by, at=_t(day), recorder="AB")


def _sent(recipient: str = "party A", day: int = 2) -> NotificationSubmitted:
    return NotificationSubmitted(
        notification="n1", recipient=recipient, at=_t(day), sent_sha256="0" * 64, recorder="AB"
    )


def _received(recipient: str = "party A", day: int = 3) -> NotificationAcknowledged:
    return NotificationAcknowledged(notification="n1", recipient=recipient, at=_t(day), recorder="AB")


def _withdrawn(recipient: str | None = None, day: int = 5) -> NotificationWithdrawn:
    return NotificationWithdrawn(
        notification="n1", recipient=recipient, at=_t(day), reason="moved", recorder="AB"
    )


CHANGED = NotificationChanged(notification="n1", content=LATER, at=_t(4), reason="longer", recorder="AB")
NO_MORE = ConsentWithdrawn(subject="h1", recipient="party A", at=_t(4), recorder="AB")


def _book(*events: NotificationEvent) -> Book:
    made = book(())
    for number, event in enumerate(events, 1):
        check(made, event, NOW)
        apply(made, number, event)
    return made


def _state(recipient: str, day: int, *events: NotificationEvent) -> State:
    return _book(*events).notifications["n1"].state(recipient, _at(day))


def _refused(event: NotificationEvent, *before: NotificationEvent) -> str:
    made = _book(*before)
    with pytest.raises(InputError) as caught:
        check(made, event, NOW)
    return str(caught.value)


def test_each_recipient_has_a_state_of_its_own() -> None:
    events = (DRAFT, _consent(), _consent("party B"), _sent(), _received(), _sent("party B", 4))
    assert _state("party A", 1, *events) == "draft"
    assert _state("party A", 2, *events) == "submitted"
    assert _state("party A", 3, *events) == "acknowledged"
    assert _state("party B", 3, *events) == "draft"
    assert _state("party B", 4, *events) == "submitted"
    assert _state("party C", 4, *events) == "draft"


def test_its_end_comes_without_an_event() -> None:
    made = _book(DRAFT, _consent(), _sent(), _received()).notifications["n1"]
    assert made.state("party A", _at(10, 11)) == "acknowledged"
    assert made.state("party A", _at(10, 12)) == "expired"


def test_a_change_holds_for_a_recipient_when_it_was_sent_to_them() -> None:
    events = (DRAFT, _consent(), _sent(), _received(), CHANGED)
    assert _state("party A", 3, *events) == "acknowledged"
    assert _state("party A", 4, *events) == "changed"
    # What they hold still ends on the tenth: nobody sent them the longer one.
    assert _state("party A", 11, *events) == "expired"
    assert _state("party A", 11, *events, _sent(day=5)) == "submitted"


def test_withdrawn_from_one_or_from_all() -> None:
    events = (DRAFT, _consent(), _consent("party B"), _sent(), _sent("party B"))
    assert _state("party A", 6, *events, _withdrawn("party A")) == "withdrawn"
    assert _state("party B", 6, *events, _withdrawn("party A")) == "submitted"
    assert _state("party B", 6, *events, _withdrawn()) == "withdrawn"
    assert _state("party A", 4, *events, _withdrawn()) == "submitted"


def test_nothing_is_sent_without_the_owners_consent_for_that_recipient() -> None:
    assert "consent of health office for party A" in _refused(_sent(), DRAFT)
    assert "consent of health office for party B" in _refused(_sent("party B"), DRAFT, _consent())
    assert "without consent" not in _refused(_sent(day=11), DRAFT, _consent())
    assert "standing at that time" in _refused(_sent(), DRAFT, _consent(day=3))
    assert "consent of health office" in _refused(_sent(), DRAFT, _consent(by="somebody else"))
    assert "standing at that time" in _refused(_sent(day=5), DRAFT, _consent(), NO_MORE)
    _book(DRAFT, _consent(), _sent(), NO_MORE)


def test_consent_that_was_given_anew_stands() -> None:
    again = _consent(day=6)
    assert _state("party A", 7, DRAFT, _consent(), NO_MORE, again, _sent(day=7)) == "submitted"
    made = book(())
    for number, event in enumerate((DRAFT, _consent(), again, NO_MORE), 1):
        apply(made, number, event)
    # Recorded late, the withdrawal of the fourth does not undo what was given on the sixth.
    assert made.consent("h1", "party A", "health office", _at(5)) is None
    assert made.consent("h1", "party A", "health office", _at(7)) is not None


def test_withdrawn_consent_is_said_beside_what_was_sent() -> None:
    lines = "\n".join(list_lines(_book(DRAFT, _consent(), _sent(), NO_MORE), _at(6)))
    assert "consent withdrawn 2024-03-04T12:00+00:00: ask them to delete what they hold" in lines


@pytest.mark.parametrize(
    ("event", "before", "says"),
    [
        (DRAFT, (DRAFT,), "an id that was never given"),
        (_sent(), (), "one that was drafted"),
        (_received(), (DRAFT, _consent()), "a sending to party A before that"),
        (_received(day=1), (DRAFT, _consent(), _sent()), "a time after the last sending"),
        (_received(), (DRAFT, _consent(), _sent(), _received()), "not acknowledged yet"),
        (_sent(day=4), (DRAFT, _consent(), _sent()), "changed since it was sent"),
        (_sent(day=11), (DRAFT, _consent()), "a time before its end"),
        (_sent(day=6), (DRAFT, _consent(), _sent(), _withdrawn()), "was not withdrawn"),
        (_withdrawn("party B"), (DRAFT, _consent(), _sent()), "to whom it was sent: party A"),
        (NO_MORE, (DRAFT,), "consent that was given before"),
        (_consent(day=2), (_consent(),), "consent that is new"),
        (_sent(day=21), (DRAFT, _consent()), "later than now"),
    ],
)
def test_a_wrong_transition_is_refused(
    event: NotificationEvent, before: tuple[NotificationEvent, ...], says: str
) -> None:
    assert says in _refused(event, *before)


def test_a_refusal_tells_the_whole_story() -> None:
    said = _refused(_sent(day=6), _consent(), DRAFT, _sent(), _received(), _withdrawn())
    story = said.partition("Its story: ")[2]
    assert [int(found) for found in re.findall(r"(?:^|; )(\d+): ", story)] == [1, 2, 3, 4, 5]
    for words in (
        "agreed that party A is told",
        "drafted by AB",
        "sent to party A",
        "received by party A",
        "withdrawn from all recipients (moved)",
    ):
        assert words in story


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (Content(what=SITE, owner="x", until="2024-03-10"), "no time with offset"),
        (Content(what=SITE, owner="x", starts=_t(11), until=_t(10)), "an end after its start"),
        (Content(what=SITE, owner=" ", until=_t(10)), "no owner"),
        (Content(what=NotifiedMovement(route="a to b"), owner="x", until=_t(10)), "without a start"),
        (
            Content(
                what=NotifiedSite(site="s", name="s", site_class="s", lon=10, lat=95), owner="x", until=_t(10)
            ),
            "latitude of -90 to 90",
        ),
    ],
)
def test_content_that_says_too_little_is_refused(content: Content, says: str) -> None:
    assert says in _refused(NotificationDrafted(notification="n", content=content, recorder="AB"))


def test_short_notice_of_a_movement_is_warned_of_with_its_source() -> None:
    for urgent, hours, warned in ((False, 47, True), (False, 48, False), (True, 23, True), (True, 24, False)):
        move = NotifiedMovement(route="depot to clinic", vehicles=3, urgent=urgent)
        content = Content(what=move, owner="x", starts=_t(8), until=_t(9))
        made = _book(NotificationDrafted(notification="m", content=content, recorder="AB"))
        remark = lead_time_remark(made.notifications["m"], _at(8) - timedelta(hours=hours), "f")
        assert (remark is not None) == warned
        if remark is not None:
            assert "Humanitarian Notification System" in remark.text


def test_what_expires_soon_is_listed_by_what_each_holds() -> None:
    made = _book(DRAFT, _consent(), _consent("party B"), _sent(), CHANGED, _sent("party B", 5))
    found = due(made, _at(9), 48)
    assert [(one.notification, one.recipient, one.expires) for one in found] == [("n1", "party A", _at(10))]
    assert [one.recipient for one in due(made, _at(9), 24 * 7)] == ["party A", "party B"]
    assert due(made, _at(16), 48) == ()


STEPS = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from(["party A", "party B"]), st.integers(1, 18)), max_size=14
)


@given(STEPS)
def test_no_order_of_events_marks_as_sent_without_consent(steps: list[tuple[int, str, int]]) -> None:
    """Whatever is tried in whatever order: every sending that is kept had consent when it was sent."""
    made = book(())
    kept: list[NotificationEvent] = []
    for number, (kind, recipient, day) in enumerate(steps, 1):
        event = (
            DRAFT,
            _consent(recipient, day),
            _sent(recipient, day),
            _received(recipient, day),
            ConsentWithdrawn(subject="h1", recipient=recipient, at=_t(day), recorder="AB"),
            _withdrawn(recipient, day),
        )[kind]
        try:
            check(made, event, NOW)
        except InputError:
            continue
        apply(made, number, event)
        kept.append(event)
    for place, event in enumerate(kept):
        if isinstance(event, NotificationSubmitted):
            before = kept[:place]
            given_by_then = [
                one for one in before
                if isinstance(one, ConsentGiven) and one.recipient == event.recipient and one.at <= event.at
            ]  # fmt: skip
            assert given_by_then
            last = max(one.at for one in given_by_then)
            ended = [
                one for one in before
                if isinstance(one, ConsentWithdrawn) and one.recipient == event.recipient
                and before.index(one) > before.index(given_by_then[-1]) and one.at <= event.at
            ]  # fmt: skip
            assert not ended or max(one.at for one in ended) <= last


def test_it_lies_in_the_chain_all_or_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.ledger"
    with Ledger(path, make=True) as ledger:
        notify(ledger, [DRAFT, _consent(), _sent()], NOW)
        with pytest.raises(InputError):
            notify(ledger, [_received(), _received()], NOW)
        assert len(ledger.of_kinds(KINDS)) == 3
        made = book(ledger.of_kinds(KINDS))
    assert made.notifications["n1"].state("party A", _at(3)) == "submitted"


# What may not be said, and to whom.


def test_there_is_no_state_and_no_event_for_permission_or_refusal() -> None:
    """Neither in words nor in the schema: a recipient can say that it was received, and nothing else."""
    assert set(get_args(State)) == {"draft", "submitted", "acknowledged", "changed", "expired", "withdrawn"}
    words = re.compile(r"approv|den(y|ie)|permit|grant|authori[sz]|clear(ed|ance)|reject|accept|allow", re.I)
    tags = [str(one.__struct_config__.tag) for one in get_args(NotificationEvent)]
    fields = [field for one in get_args(NotificationEvent) for field in one.__struct_fields__]
    assert [word for word in (*tags, *fields) if words.search(word)] == []
    assert set(tags) == set(KINDS)
    package = Path(safeground.__file__).parent
    for name in (
        "ledger/notification_events.py",
        "ledger/notifications.py",
        "ledger/notifying.py",
        "publish/notifications.py",
        "commands/notifications.py",
        "commands/notification_drafting.py",
        "commands/notification_terminal.py",
    ):
        text = (package / name).read_text(encoding="utf-8").replace("allow_leading_hyphen", "")
        assert [found[0] for found in words.finditer(text)] == [], name


def test_the_sentence_stands_in_every_output(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert FIXED == "Notification is not permission; its absence or withdrawal does not lower protection."
    made = _book(DRAFT, _consent(), _sent())
    assert FIXED in list_lines(made, _at(3))
    assert FIXED in due_lines(made, _at(3), 48)
    for table in (notifications_csv(made, _at(3)), public_csv(made, _at(3))):
        rows = list(csv.DictReader(table.lstrip("\ufeff").splitlines()))[1:]
        assert rows
        assert {row["note"] for row in rows} == {FIXED}


def test_no_place_and_no_name_is_public() -> None:
    made = _book(DRAFT, _consent(), _sent(), _received())
    public = public_csv(made, _at(4))
    for secret in ("30.12", "10.65", "Mill Road", "h1", "n1", "party A", "health office", "000000"):
        assert secret not in public
    assert "fewer than 5" in public
    restricted = notifications_csv(made, _at(4))
    assert "30.123456" in restricted
    assert "RESTRICTED" in restricted
    assert "30.12" not in "\n".join(list_lines(made, _at(4)))
    assert Content.__struct_defaults__[-1] == "restricted"


def test_no_export_of_the_ledger_holds_a_notification(tmp_path: Path) -> None:
    """Neither the public edition nor the restricted one: `ledger notify list` is where they are seen."""
    with Ledger(tmp_path / "a.ledger", make=True) as ledger:
        notify(ledger, [DRAFT, _consent(), _sent()], NOW)
        for edition in ("public", "restricted"):
            assert list(in_edition(ledger.entries(), edition)) == []
        assert verify(ledger).events == 3


def _run(*words: str) -> int:
    return commands([*map(str, words)], exit_on_error=False, print_error=False, result_action="return_value")


def test_the_commands_from_draft_to_acknowledgement(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, who = str(tmp_path / "a.ledger"), ("--recorder", "AB")
    end = (datetime.now(UTC) + timedelta(hours=30)).isoformat()
    _run(
        "draft",
        "--ledger",
        path,
        "n1",
        "--owner",
        "health office",
        "--until",
        end,
        "--site",
        "h1",
        "--name",
        "Mill Road",
        "--lonlat",
        "-30.5,10.5",
        *who,
    )
    with pytest.raises(InputError, match="consent of health office"):
        _run("submit", "--ledger", path, "n1", "--to", "party A", *who)
    _run("consent", "--ledger", path, "h1", "--for", "party A", "--by", "health office", *who)
    sent = tmp_path / "sent.txt"
    sent.write_text("as sent")
    _run("submit", "--ledger", path, "n1", "--to", "party A", "--file", str(sent), *who)
    assert hashlib.sha256(b"as sent").hexdigest() in capsys.readouterr().out
    _run("acknowledge", "--ledger", path, "n1", "--by", "party A", "--reference", "no. 7", *who)
    _run("list", "--ledger", path, "--out", str(tmp_path / "out"))
    said = capsys.readouterr().out
    assert "party A: acknowledged; sent" in said
    assert FIXED in said
    assert "-30.5" not in said
    assert "-30.5" in (tmp_path / "out" / "restricted" / "notifications.csv").read_text("utf-8-sig")
    _run("due", "--ledger", path, "--within-h", "48")
    assert "n1: expires in 30.0 h" in capsys.readouterr().out
    _run("change", "--ledger", path, "n1", "--reason", "longer", "--lonlat", "-30.6,10.5", *who)
    _run("show", "--ledger", path, "n1")
    shown = capsys.readouterr().out
    assert "-30.6" in shown
    assert "changed (longer)" in shown
    _run("withdraw", "--ledger", path, "n1", "--reason", "moved", *who)
    _run(
        "list",
        "--ledger",
        path,
    )
    assert "party A: withdrawn" in capsys.readouterr().out


def test_a_table_of_sites_becomes_drafts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "sites.csv"
    table.write_text("id,name,class,lon,lat\na,Clinic,clinic,30.1,10.1\nb,Well,water,30.2,10.2\n")
    path = tmp_path / "a.ledger"
    words = ("--owner", "health office", "--until", "2030-01-01T00:00+00:00", "--recorder", "AB")
    _run("draft", "--ledger", str(path), "site-", "--sites", str(table), *words)
    with Ledger(path) as ledger:
        made = book(ledger.of_kinds(KINDS))
    assert list(made.notifications) == ["site-a", "site-b"]
    assert {one.state(None, NOW) for one in made.notifications.values()} == {"draft"}
    with pytest.raises(InputError) as caught:
        _run("draft", "--ledger", str(path), "site-", "--sites", str(table), *words)
    assert len(caught.value.faults) == 2


def test_a_second_draft_of_a_site_is_warned_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = (
        "--owner",
        "x",
        "--until",
        "2030-01-01T00:00+00:00",
        "--recorder",
        "AB",
        "--site",
        "h1",
        "--lonlat",
        "30,10",
        "--ledger",
        str(tmp_path / "a.ledger"),
    )
    _run("draft", "n1", *words)
    assert "warning" not in capsys.readouterr().out
    _run("draft", "n2", *words)
    assert "warning: n2: its site is notified already: n1" in capsys.readouterr().out


def test_an_erased_draft_takes_its_coordinates_with_it_and_the_chain_holds(tmp_path: Path) -> None:
    path = tmp_path / "a.ledger"
    with Ledger(path, make=True) as ledger:
        notify(ledger, [DRAFT, _consent(), _sent()], NOW)
        erase(ledger, 1, reason="asked for", recorder="AB")
        assert verify(ledger).holds
        made = book(ledger.of_kinds(KINDS))
    assert made.notifications == {}
    left = b"".join(one.read_bytes() for one in tmp_path.iterdir())
    assert b"30.123456" not in left


def test_wrong_words_are_said_together(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        _run(
            "draft",
            "--ledger",
            str(tmp_path / "a.ledger"),
            "--owner",
            "x",
            "--until",
            "2030",
            "--recorder",
            "AB",
        )
    assert len(caught.value.faults) == 2
