"""The publishing job: plan → gate → bulletins → every output → read back → signed. Whole, or not at all."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from safeground.errors import FaultList, PublicationRefused
from safeground.whole_folder import refuse_foreign, whole_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from safeground.ground.sites import Site
    from safeground.ground.streets import Streets
    from safeground.plan.places import LoadedPlan
    from safeground.publish.notices.bulletin import Bulletin, Status
    from safeground.publish.notices.mark import Mark
    from safeground.publish.notices.outputs import Backdrop, Output
    from safeground.questions.flaw import Flaw
    from safeground.signing.keys import SigningKey

    Gate = Callable[[LoadedPlan], Iterable[Flaw]]

RECORD_FILE = "publication.json"
STANDS = ("announced", "in force")
"""Statuses of a plan of which something Actual can be published: talk is no order."""
LONGEST_ROLE = 80


@dataclass(frozen=True, slots=True)
class Published:
    """What was published.

    Parameters
    ----------
    files
        Names, in the folder.
    lines
        What to tell whoever published it.
    """

    files: tuple[str, ...]
    lines: tuple[str, ...]


def announce(
    plan_path: Path,
    out: Path,
    *,
    gate: Gate,
    at: datetime,
    key: Path | None = None,
    actual: bool = False,
    role: str | None = None,
    override: str | None = None,
    outputs: Sequence[Output] | None = None,
    ask: Callable[[str], str] = input,
    progress: Callable[[str], None] = lambda _: None,
) -> Published:
    """Publish the notices of a plan into a folder.

    Parameters
    ----------
    plan_path, out
        The plan file; the folder that is made, or replaced where it was a publication.
    gate
        The linter: its flaws of severity ``error`` stop publication.
    at
        The time of publishing.
    key
        The issuer's private key; None makes a copy.
    actual
        Whether the status is ``Actual``: only signed, and only of a plan that stands.
    role
        Who makes the copy or overrides the gate: a role or an organisation.
    override
        Why it is published in spite of errors.
    outputs
        Kinds of output; None: all.
    ask
        Asks for the key's passphrase.
    progress
        Told each step.

    Raises
    ------
    InputError
        A wrong plan, key or option; an area that nobody drew.
    PublicationRefused
        Errors of the gate without an override; an output that reads back otherwise.
    OutputError
        The folder cannot be written.
    """
    from safeground.plan.load import load_plan
    from safeground.publish.notices.from_plan import bulletins
    from safeground.publish.notices.mark import Copy, Issuer
    from safeground.publish.notices.outputs import OUTPUTS
    from safeground.signing.keys import read_private

    _check_options(key, actual, role, override)
    refuse_foreign(out)
    signing = None if key is None else read_private(key, ask)
    progress("reading the plan")
    loaded = load_plan(plan_path)
    _check_issuer(loaded, signing, actual)
    progress("reading the notices as others will")
    flaws = _pass(gate(loaded), override)
    progress("reading streets and places")
    around = replace(backdrop(loaded), at=at)
    status: Status = "Actual" if actual else "Exercise"
    made = bulletins(loaded, around.streets, around.sites, status=status, at=at)
    _refuse_ended(made, at, actual)
    mark: Mark
    if signing is not None:
        mark = Issuer(name=signing.issuer, fingerprint=signing.fingerprint)
    else:
        mark = Copy(made_by=role or "", made_at=at)
    progress("writing and reading back")
    with whole_folder(out) as folder:
        _write(folder, made, mark, around, OUTPUTS if outputs is None else outputs)
        record = _record(loaded, made, mark, at, flaws, override, role)
        (folder / RECORD_FILE).write_bytes(record)
        if signing is not None:
            _sign(folder, signing, at)
        files = tuple(
            sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
        )
    return Published(files, tuple(_told(out, made, mark, flaws, override, role)))


def _check_options(key: Path | None, actual: bool, role: str | None, override: str | None) -> None:
    from safeground.characters import controls

    faults = FaultList()
    if actual and key is None:
        fix = "Give the issuer's key with --key, or leave --actual out: a copy is no order."
        faults.add("--actual", "no --key", "the key of the issuer", fix)
    if role is None and key is None:
        faults.add(
            "--as",
            "nothing",
            "who makes this copy",
            'Say it as a role or an organisation: --as "Town paper".',
        )
    if role is None and override is not None:
        fix = 'Say it as a role: --as "duty officer". No person\'s name.'
        faults.add("--as", "nothing", "who answers for --override", fix)
    for option, text in (("--as", role), ("--override", override)):
        if text is not None and (not text.strip() or controls(text) or "@" in text):
            faults.add(option, repr(text), "plain words, no address", "Write it anew.")
    if role is not None and len(role) > LONGEST_ROLE:
        faults.add("--as", f"{len(role)} characters", f"at most {LONGEST_ROLE}", "Shorten it.")
    faults.raise_if_any()


def _check_issuer(loaded: LoadedPlan, signing: SigningKey | None, actual: bool) -> None:
    """Refuse to sign another issuer's notice, and to publish talk as an order."""
    faults = FaultList(loaded.path.name)
    if signing is not None:
        for i, notice in enumerate(loaded.plan.notices):
            if " ".join((notice.issuer or "").split()) != signing.issuer:
                found = notice.issuer or "no issuer"
                fix = "A key signs only its issuer's notices: keep others in another plan, or make a copy."
                faults.add(f"notices[{i}].issuer", found, f"{signing.issuer}, as the key is named", fix)
    if actual and loaded.plan.status not in STANDS:
        fix = "Leave --actual out until it is announced."
        faults.add("status", loaded.plan.status, " or ".join(STANDS), fix)
    faults.raise_if_any()


def _refuse_ended(made: Sequence[Bulletin], at: datetime, actual: bool) -> None:
    faults = FaultList()
    for bulletin in made if actual else ():
        if bulletin.expires <= at:
            fix = (
                "State its end (ends), or leave --actual out: what has ended is not published as if it stood."
            )
            found = f"a message that ended at {bulletin.expires.isoformat(timespec='minutes')}"
            faults.add(
                f"notice {bulletin.id}", found, f"an end after {at.isoformat(timespec='minutes')}", fix
            )
    faults.raise_if_any()


def _pass(flaws: Iterable[Flaw], override: str | None) -> tuple[Flaw, ...]:
    """Return the errors that are overridden.

    Raises
    ------
    PublicationRefused
        There are errors, and no override.
    """
    errors = tuple(flaw for flaw in flaws if flaw.severity == "error")
    if errors and override is None:
        told = "\n".join(f"  {one.notice}, {one.where} ({one.rule}): {one.what} {one.mend}" for one in errors)
        msg = (
            f"nothing was published: {len(errors)} errors in the notices.\n{told}\n"
            "Mend them; or give --override with a reason and --as with a role, which are published with them."
        )
        raise PublicationRefused(msg)
    return errors


def backdrop(loaded: LoadedPlan) -> Backdrop:
    """Return what maps and look-ups may show around the areas: no site that is not public."""
    import shapely

    from safeground.ground.sites import read_sites
    from safeground.ground.streets import read_streets
    from safeground.publish.notices.outputs import Backdrop

    ground, folder = loaded.plan.ground, loaded.path.parent
    streets: Streets | None = None
    sites: tuple[Site, ...] = ()
    shapes = [*loaded.areas.values(), *loaded.corridors.values()]
    region = shapely.box(*shapely.total_bounds(shapes)) if shapes else None
    if ground.streets is not None and ground.streets.grade != "schematic":
        streets = read_streets(ground.streets, folder, clip=region)
    if ground.sites is not None:
        sites, _ = read_sites(folder / ground.sites, near=region)
    licences = (one.licence for one in loaded.plan.sources if one.sensitivity == "public")
    return Backdrop(
        streets=streets,
        blocks=loaded.gazetteer,
        names=loaded.names,
        sites=tuple(site for site in sites if site.sensitivity == "public"),
        credits=tuple(dict.fromkeys(filter(None, licences))),
    )


def _write(
    folder: Path, made: Sequence[Bulletin], mark: Mark, around: Backdrop, outputs: Sequence[Output]
) -> None:
    """Write every output, and read each back from the disk.

    Raises
    ------
    PublicationRefused
        One says something else than the bulletins.
    """
    from safeground.publish.notices.outputs import misread

    wrong: list[str] = []
    for output in outputs:
        files = output.write(made, mark, around)
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        on_disk = {name: (folder / name).read_bytes() for name in files}
        wrong += [f"{output.name}: {one}" for one in misread(output, on_disk, made)]
    if wrong:
        told = "\n".join(f"  {one}" for one in wrong)
        msg = f"nothing was published: what was written does not read back as the plan says.\n{told}"
        raise PublicationRefused(msg)


def _record(
    loaded: LoadedPlan,
    made: Sequence[Bulletin],
    mark: Mark,
    at: datetime,
    flaws: Sequence[Flaw],
    override: str | None,
    role: str | None,
) -> bytes:
    """Return ``publication.json``; of errors only rule and notice, since their figures may count people."""
    from safeground.publish.notices.mark import Issuer
    from safeground.publish.notices.mark_words import mark_sentences
    from safeground.publish.notices.properties import PROTECTION

    record = {
        "plan": loaded.plan.plan,
        "mark": mark_sentences(mark, made),
        "fingerprint": mark.fingerprint if isinstance(mark, Issuer) else None,
        "published_at": at.isoformat(timespec="seconds"),
        "notices": [
            {
                "notice": one.id,
                "message": one.message,
                "status": one.status,
                "message_expires": one.expires.isoformat(timespec="seconds"),
            }
            for one in made
        ],
        "published_in_spite_of_errors": None
        if not flaws
        else {
            "errors": [{"notice": one.notice, "rule": one.rule} for one in flaws],
            "reason": override,
            "by": role,
        },
        "protection": PROTECTION,
    }
    return (json.dumps(record, indent=1, ensure_ascii=False) + "\n").encode("utf-8")


def _sign(folder: Path, signing: SigningKey, at: datetime) -> None:
    from safeground.publish.notices.signature import SIGNATURE_FILE, signed

    files = {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
    content = signed(
        files,
        issuer=signing.issuer,
        public_key=signing.public,
        signed_at=at.isoformat(timespec="seconds"),
        sign=signing.sign,
    )
    (folder / SIGNATURE_FILE).write_bytes(content)


def _told(
    out: Path,
    made: Sequence[Bulletin],
    mark: Mark,
    flaws: Sequence[Flaw],
    override: str | None,
    role: str | None,
) -> Iterable[str]:
    from safeground.publish.notices.mark import Issuer
    from safeground.publish.notices.mark_words import mark_sentence

    yield f"{out}: notices: {len(made)}, status {made[0].status}."
    yield from dict.fromkeys(mark_sentence(mark, one) for one in made)
    if flaws:
        yield f"Published in spite of {len(flaws)} errors by {role}, because: {override}"
    if isinstance(mark, Issuer):
        yield f"Check: safeground authenticate {out} --key ISSUER.public.json"
