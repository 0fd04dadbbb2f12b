"""The Plan of Action, the work plans, and the reports drawn from the records."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
