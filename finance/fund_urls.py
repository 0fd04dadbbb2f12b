"""The reserve fund: cases for its officers, statistics for the members."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
