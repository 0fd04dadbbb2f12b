"""The presidency conducts by API: one address a verb, and the consultation as it then is."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from crm_portal.core.access import Viewer
from decisions.api.acting import GREATEST_ID, given, text
from decisions.api.consultations import ConsultationSerializer
from decisions.api.reading import Consultations
from decisions.api.rounds import POSITIONS
from decisions.models import Proposal
from decisions.models.consultations import Visibility
from decisions.models.proposals import DispositionKind
from decisions.rules.positions import Position
from decisions.rules.powers import MOST_EXTENSION_DAYS
from decisions.services import closing, conducting, distribution, revising, troika
from decisions.services.distribution import Confirmations
from members.models import Party

MOST_PARAGRAPHS = 500
Body = Mapping[str, Any]
Verb = Callable[[Any, int, Body, Viewer], object]


class TargetBody(serializers.Serializer):
    on = serializers.DateField()


class DistributionBody(serializers.Serializer):
    """What the presidency confirms knowingly, when the portal asks for it."""

    contact_gaps = serializers.BooleanField(default=False)
    reaches_meeting = serializers.BooleanField(default=False)
    spanish_only = serializers.BooleanField(default=False)
    fourth_round_reason = text()


class ReasonBody(serializers.Serializer):
    reason = text(required=True)


class TranslationBody(serializers.Serializer):
    """The English of each paragraph that lacks it, by its key."""

    english = serializers.DictField(child=serializers.CharField(max_length=20_000))


class ExtensionBody(ReasonBody):
    business_days = serializers.IntegerField(min_value=1, max_value=MOST_EXTENSION_DAYS)
    requested_by = serializers.SlugRelatedField[Party](
        slug_field="code",
        queryset=Party.objects.member_states(),
        allow_null=True,
        default=None,
    )


class CorrectionBody(serializers.Serializer):
    paragraph = serializers.SlugField(max_length=12)
    es = text(required=True)
    en = text(required=True)


class CorrigendumBody(serializers.Serializer):
    """The corrected paragraphs, and what is corrected in them."""

    corrections = serializers.ListField(child=CorrectionBody(), max_length=MOST_PARAGRAPHS)
    note_es = text(required=True)
    note_en = text()


class VisibilityBody(serializers.Serializer):
    visibility = serializers.ChoiceField(Visibility.choices)


class AdmissionBody(ReasonBody):
    position = serializers.ChoiceField(POSITIONS)


class ReceptionBody(serializers.Serializer):
    until = serializers.DateField()


class DispositionBody(serializers.Serializer):
    proposal = serializers.IntegerField(min_value=1, max_value=GREATEST_ID)
    kind = serializers.ChoiceField(DispositionKind.choices)
    reason = text()


class ResultsBody(serializers.Serializer):
    es = text(required=True)
    en = text()


def verb(body: type[serializers.Serializer] | None = None) -> Callable[[Verb], Any]:
    """Make a method the address of a verb: it exists for the reader, its body is whole."""

    def decorate(method: Verb) -> Any:
        @wraps(method)
        def act(self: Consultations, request: Request, reference: str) -> Response:
            consultation = self.get_object()
            said = given(body, request) if body else {}
            method(self, consultation.pk, said, self.request.viewer)
            return self.said(consultation)

        name = method.__name__
        schema = extend_schema(
            operation_id=f"consultations_{name}",
            request=body,
            responses={200: ConsultationSerializer},
        )
        named = action(detail=True, methods=["post"], url_path=name.replace("_", "-"))
        return schema(named(act))

    return decorate


class ConductingViewSet(Consultations):
    """What the presidency in office does; the services ask whether it is theirs to do."""

    @verb()
    def present(self, pk: int, body: Body, by: Viewer) -> None:
        """Present the text to the Troika in writing; it freezes (001:388)."""
        troika.present(pk, by=by)

    @verb()
    def assume(self, pk: int, body: Body, by: Viewer) -> None:
        """Take up what the last presidency had begun (procedure 1.6)."""
        troika.assume(pk, by=by)

    @verb()
    def return_text(self, pk: int, body: Body, by: Viewer) -> None:
        """Accept the Troika's suggestions: the text goes back for a new version."""
        troika.return_text(pk, by=by)

    @verb(TargetBody)
    def set_target(self, pk: int, body: Body, by: Viewer) -> None:
        """Set a date by which the Troika is hoped to react (P6)."""
        troika.set_target(pk, body["on"], by=by)

    @verb()
    def delegate(self, pk: int, body: Body, by: Viewer) -> None:
        """Let the Secretariat distribute this consultation."""
        distribution.delegate(pk, by=by)

    @verb(DistributionBody)
    def distribute(self, pk: int, body: Body, by: Viewer) -> None:
        """Put the text to every member and start the term (001:389)."""
        distribution.distribute(pk, by=by, confirm=Confirmations(**body))

    @verb(TranslationBody)
    def complete_translation(self, pk: int, body: Body, by: Viewer) -> None:
        """Add the English text of a round sent in Spanish only: the clock starts (1.9)."""
        distribution.complete_translation(pk, body["english"], by=by)

    @verb(ReasonBody)
    def repeat(self, pk: int, body: Body, by: Viewer) -> None:
        """Distribute the same text again after a failure of the portal (1.7)."""
        distribution.repeat(pk, reason=body["reason"], by=by)

    @verb(ExtensionBody)
    def extend(self, pk: int, body: Body, by: Viewer) -> None:
        """Grant every member one to five business days more, once a round (P12)."""
        days, who = body["business_days"], body["requested_by"]
        conducting.extend(pk, days, reason=body["reason"], requested_by=who, by=by)

    @verb(ReasonBody)
    def suspend(self, pk: int, body: Body, by: Viewer) -> None:
        """Stop the clock by force majeure (P13)."""
        conducting.suspend(pk, reason=body["reason"], by=by)

    @verb()
    def resume(self, pk: int, body: Body, by: Viewer) -> None:
        """Let the clock run again (procedure 2.6)."""
        conducting.resume(pk, by=by)

    @verb(CorrigendumBody)
    def correct(self, pk: int, body: Body, by: Viewer) -> None:
        """Correct the form of the text; the term does not restart (P8)."""
        words = {
            each["paragraph"]: (each["es"], each["en"]) for each in body["corrections"]
        }
        note_es, note_en = body["note_es"], body["note_en"]
        conducting.correct(pk, words, note_es=note_es, note_en=note_en, by=by)

    @verb(VisibilityBody)
    def show_replies(self, pk: int, body: Body, by: Viewer) -> None:
        """Decide what members see of one another's replies during the round (1.9)."""
        conducting.show_replies(pk, body["visibility"], by=by)

    @verb()
    def continue_despite_meeting(self, pk: int, body: Body, by: Viewer) -> None:
        """Go on although a Vice-Ministerial meeting has opened (1.5)."""
        conducting.continue_despite_meeting(pk, by=by)

    @verb(AdmissionBody)
    def admit(self, pk: int, body: Body, by: Viewer) -> None:
        """Admit the late replies of one kind, all alike (P15)."""
        conducting.admit(pk, Position(body["position"]), reason=body["reason"], by=by)

    @verb(ReceptionBody)
    def extend_reception(self, pk: int, body: Body, by: Viewer) -> None:
        """Wait for the positions that are missing (1.5)."""
        conducting.extend_reception(pk, body["until"], by=by)

    @verb()
    def revise(self, pk: int, body: Body, by: Viewer) -> None:
        """Open the revision of the text (001:390)."""
        revising.revise(pk, by=by)

    @verb(DispositionBody)
    def dispose(self, pk: int, body: Body, by: Viewer) -> None:
        """Say what becomes of a proposal, for the change table (001:390)."""
        of_this = {"reply__consulted__round__consultation": pk}
        proposal = get_object_or_404(Proposal, pk=body["proposal"], **of_this)
        revising.dispose(proposal.pk, body["kind"], reason=body["reason"], by=by)

    @verb()
    def record_consensus(self, pk: int, body: Body, by: Viewer) -> None:
        """Record consensus: a person does this, a deadline cannot (P3)."""
        closing.record_consensus(pk, by=by)

    @verb()
    def record_failure(self, pk: int, body: Body, by: Viewer) -> None:
        """Record that there is no consensus."""
        closing.record_failure(pk, by=by)

    @verb()
    def refer(self, pk: int, body: Body, by: Viewer) -> None:
        """Refer the matter to the Vice-Ministers (1.5)."""
        closing.refer(pk, by=by)

    @verb()
    def start_execution(self, pk: int, body: Body, by: Viewer) -> None:
        """Give course to the concerted action (001:391)."""
        closing.start_execution(pk, by=by)

    @verb(ResultsBody)
    def report_results(self, pk: int, body: Body, by: Viewer) -> None:
        """Inform the members of the results; that concludes the consultation (001:391)."""
        closing.report_results(pk, es=body["es"], en=body["en"], by=by)

    @verb()
    def publish(self, pk: int, body: Body, by: Viewer) -> None:
        """Make the agreed text public (1.9)."""
        closing.publish(pk, by=by)

    @verb(ReasonBody)
    def withdraw(self, pk: int, body: Body, by: Viewer) -> None:
        """Withdraw the consultation before consensus is recorded (P14)."""
        conducting.withdraw(pk, reason=body["reason"], by=by)
