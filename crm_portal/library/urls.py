"""Addresses of the library, below ``/es/`` and ``/en/``."""

from django.urls import path

from crm_portal.library import views

app_name = "library"
urlpatterns = [
    path("", views.home, name="home"),
    path("v/", views.verify, name="verify"),
    path("v/<str:code>.pdf", views.document_pdf, name="document-pdf"),
    path("v/<str:code>/", views.verify_code, name="verify-code"),
]
