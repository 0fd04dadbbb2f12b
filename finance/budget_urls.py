"""Scales, budgets, assessments and what the Vice-Ministers decide of them."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
