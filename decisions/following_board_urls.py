"""Commitments: who owes what to which decision, and where it comes from."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
