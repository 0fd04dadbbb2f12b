"""Requests, questionnaires, matrices and duties: what is asked and who answered."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
