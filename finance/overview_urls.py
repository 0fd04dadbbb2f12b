"""The finances as they stand: the page of a period, statements, files."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
