"""Money that comes in and goes out: receipts, bank statements, expenditure."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
