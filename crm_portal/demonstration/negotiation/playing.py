"""Play the negotiation through the services that would do it in earnest."""

import tomllib
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from crm_portal.core import clock
from crm_portal.core.access import Role, Viewer
from decisions.models import Paragraph, Proposal, Text
from decisions.rules.texts.gate import open_brackets
from decisions.rules.texts.paragraphs import Paragraph as Ruled
from decisions.rules.texts.paragraphs import Part, Place
from decisions.services.texts import (
    handling,
    importing,
    languages,
    proposing,
    versions,
    working,
    writing,
)
from decisions.services.texts.working import NewText
from decisions.services.texts.writing import Added, Written
from meetings.models import Meeting
from members.access import viewer_for
from members.models import Mandate

Said = Mapping[str, Any]
DECLARATION: Said = tomllib.loads(
    (Path(__file__).parent / "declaration.toml").read_text("utf-8")
)
COMMENTS = timedelta(days=12)


@dataclass
class Negotiation:
    """One text and those around it: a voice for each State, the head of the group, the ST."""

    text: Text
    voices: Mapping[str, Viewer]
    head: Viewer
    secretariat: Viewer
    keys: list[str] = field(default_factory=list)
    proposals: dict[int, int] = field(default_factory=dict)

    def lay(self) -> None:
        """Put the paragraphs on the table and circulate them to the members."""
        new = [
            Ruled(f"n{number}", each["es"], each["en"], Part(each["part"]))
            for number, each in enumerate(DECLARATION["paragraph"])
        ]
        version = importing.take_in(self.text.pk, new, by=self.head)
        self.keys = list(version.paragraphs.values_list("key", flat=True))
        for key in self.keys:
            languages.check(self.text.pk, key, "en", by=self.secretariat)
        until = self.head.at + COMMENTS
        versions.circulate(self.text.pk, "members", comments_until=until, by=self.head)

    def propose(self) -> None:
        """Each delegation says what it would have, and whom it supports."""
        for number, said in enumerate(DECLARATION["proposal"], start=1):
            made = self._proposed(said)
            self.proposals[number] = made.pk
            for code in said.get("supported_by", ()):
                proposing.support(made.pk, by=self.voices[code])

    def _proposed(self, said: Said) -> Proposal:
        key, by = self.keys[said["on"]], self.voices[said["by"]]
        told: Any = {"reason": said.get("reason", ""), "by": by}
        if said.get("does") == "remove":
            return proposing.propose_removal(self.text.pk, key, **told)
        if said.get("does") == "move":
            place = Place(Part.OPERATIVE, after=self.keys[said["after"]])
            return proposing.propose_move(self.text.pk, key, place, **told)
        if said.get("does") == "add":
            new = Added(said["es"][0], said["en"][0], after=key)
            return proposing.propose_addition(self.text.pk, new, **told)
        wanted: Any = self._reworded(self.row(key), said)
        return proposing.propose_wording(self.text.pk, key, **wanted, **told)

    def row(self, key: str) -> Paragraph:
        """Return a paragraph as it stands."""
        version = self.text.versions.order_by("-number")[0]
        return version.paragraphs.get(key=key)

    @staticmethod
    def _reworded(row: Paragraph, said: Said) -> dict[str, str]:
        return {
            language: getattr(row, language).replace(*said[language], 1)
            for language in ("es", "en")
            if language in said
        }

    def act(self, stage: str, *, without: Container[int] = ()) -> None:
        """The group decides what the stage (``decided``, ``ended``) says, in order.

        ``without``: the proposals that are decided otherwise.
        """
        for said in DECLARATION[stage]:
            if said.get("accept") not in without:
                self._act(said)

    def _act(self, said: Said) -> None:
        head, reason = self.head, said.get("reason", "")
        if "bracket" in said:
            handling.bracket([self.proposals[n] for n in said["bracket"]], by=head)
        elif "accept" in said:
            handling.accept(self.proposals[said["accept"]], by=head)
        elif "reject" in said:
            handling.reject(self.proposals[said["reject"]], reason=reason, by=head)
        elif "withdraw" in said:
            code = DECLARATION["proposal"][said["withdraw"] - 1]["by"]
            proposing.withdraw(self.proposals[said["withdraw"]], by=self.voices[code])
        elif "merge" in said:
            pk = self.proposals[said["merge"]]
            row = self.row(Proposal.objects.get(pk=pk).paragraph_key)
            handling.merge(pk, **self._reworded(row, said), reason=reason, by=head)

    def agree(self) -> None:
        """What nobody contests is agreed."""
        waiting = set(
            Proposal.objects.filter(
                text=self.text, state__in=["open", "bracketed"]
            ).values_list("paragraph_key", flat=True)
        )
        for row in self.text.versions.order_by("-number")[0].paragraphs.all():
            if row.key not in waiting and not open_brackets(row.ruled):
                writing.agree(self.text.pk, row.key, by=self.head)

    def translate(self) -> None:
        """The Secretariat brings the English of one paragraph up to date and checks them all."""
        pk, by = self.text.pk, self.secretariat
        for row in self.text.versions.order_by("-number")[0].paragraphs.all():
            state = row.languages["en"]["state"]
            if state == "outdated":
                said = row.en.replace("migrant worker", "migrant workers’")
                there = (row.es, row.en, row.revision)
                typed = Written(row.es, said, *there, substance=False)
                writing.save(pk, row.key, typed, by=by)
                languages.declare_translated(pk, row.key, "en", by=by)
            if state != "checked":
                languages.check(pk, row.key, "en", by=by)


@transaction.atomic
def prepare() -> int:
    """Put the declaration of the next invented meeting into negotiation, once; how many (0, 1)."""
    at = clock.now()
    meeting = Meeting.objects.vice_ministerial().filter(
        is_demonstration=True, texts=None, sessions__starts_at__gt=at
    )
    found = meeting.select_for_update(skip_locked=True, of=("self",)).first()
    voices = voices_at(at)
    head = next((each for each in voices.values() if each.has(Role.PRESIDENCY)), None)
    secretariat = _secretariat(at)
    needed = {each["by"] for each in DECLARATION["proposal"]}
    if found is None or head is None or secretariat is None or needed - voices.keys():
        return 0
    new = NewText("declaration", DECLARATION["title_es"], DECLARATION["title_en"], found.pk)
    text = working.open_text(new, is_demonstration=True, by=head)
    played = Negotiation(text, voices, head, secretariat)
    played.lay()
    played.propose()
    played.act("decided")
    played.agree()
    return 1


def voices_at(at: Any) -> dict[str, Viewer]:
    """Return who speaks for each State at an instant, of the invented people."""
    mandates = Mandate.objects.at(at).focal_points().filter(user__is_demonstration=True)
    found: dict[str, Viewer] = {}
    for mandate in mandates.select_related("user", "party").order_by("user_id"):
        viewer = viewer_for(mandate.user, at)
        if viewer.has(Role.OFFICIAL_VOICE):
            found.setdefault(mandate.party.code, viewer)
    return found


def _secretariat(at: Any) -> Viewer | None:
    mandates = Mandate.objects.at(at).filter(user__is_demonstration=True)
    first = mandates.filter(role=Role.SECRETARIAT).select_related("user").first()
    return viewer_for(first.user, at) if first else None
