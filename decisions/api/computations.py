"""The schema of a computed deadline: what it amounts to, and all that went into it."""

from rest_framework import serializers

from crm_portal.core.calendars import Kind
from crm_portal.core.serializers import BilingualSerializer


class SkippedDaySerializer(serializers.Serializer):
    """A day that a member does not count, with the legal instrument behind it."""

    date = serializers.DateField()
    country = serializers.CharField()
    kind = serializers.ChoiceField([kind.value for kind in Kind])
    name_es = serializers.CharField()
    name_en = serializers.CharField()
    instrument = serializers.CharField()


class MemberTermSerializer(serializers.Serializer):
    """One member's count. ``later`` and ``beyond`` lie between its own end and everybody's."""

    days = serializers.ListField(child=serializers.DateField())
    last_day = serializers.DateField()
    excluded = SkippedDaySerializer(many=True)
    later = serializers.ListField(child=serializers.DateField())
    beyond = SkippedDaySerializer(many=True)
    tz = serializers.CharField()
    closes_at_local = serializers.DateTimeField()
    abbreviation = serializers.CharField()
    calendar_version = serializers.CharField()
    unconfirmed = serializers.ListField(child=serializers.IntegerField())


class PauseSerializer(serializers.Serializer):
    """A suspension, both days included."""

    suspended_on = serializers.DateField()
    resumed_on = serializers.DateField()


class UnconfirmedYearSerializer(serializers.Serializer):
    """A member counted in a year whose calendar it has not confirmed."""

    code = serializers.CharField()
    country = serializers.CharField()
    year = serializers.IntegerField()


class ComputationSerializer(serializers.Serializer):
    """A deadline and its reasons: on time is whatever is received before ``closes_at``.

    ``event_date`` is never counted; ``naive`` is what counting Monday to Friday gives, and
    ``moved_by`` the closures for which the term does not end then.
    """

    start_at = serializers.DateTimeField()
    event_date = serializers.DateField()
    policy = serializers.CharField()
    business_days = serializers.IntegerField()
    extension = serializers.IntegerField()
    pauses = PauseSerializer(many=True)
    outages = serializers.ListField(child=serializers.DateField())
    not_before = serializers.DateField(allow_null=True)
    zone = serializers.CharField()
    ends_on = serializers.DateField()
    closes_at = serializers.DateTimeField()
    last_instant = serializers.DateTimeField()
    members = serializers.ListField(child=serializers.CharField())
    per_member = serializers.DictField(child=MemberTermSerializer())
    determining = serializers.ListField(child=serializers.CharField())
    excluded = SkippedDaySerializer(many=True)
    naive = serializers.DateField()
    moved_by = SkippedDaySerializer(many=True)
    warnings = UnconfirmedYearSerializer(many=True)
    calendar_versions = serializers.DictField(child=serializers.CharField())
    tz_version = serializers.CharField()


class SentencesSerializer(serializers.Serializer):
    """Sentences in both languages."""

    es = serializers.ListField(child=serializers.CharField())
    en = serializers.ListField(child=serializers.CharField())


class WhyNotSerializer(serializers.Serializer):
    """Why it is not the naive day: the question, and a line a day that moved it."""

    question = serializers.CharField()
    days = serializers.ListField(child=serializers.CharField())


class WhyNotInBothSerializer(serializers.Serializer):
    """The same in both languages."""

    es = WhyNotSerializer()
    en = WhyNotSerializer()


class ForecastSerializer(ComputationSerializer):
    """A deadline that would be, with its words."""

    sentence = BilingualSerializer()
    why = SentencesSerializer()
    why_not = WhyNotInBothSerializer(allow_null=True)
    notes = SentencesSerializer()
