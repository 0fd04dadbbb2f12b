"""Letters about contributions, receipts on paper, the report of the Secretariat."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
