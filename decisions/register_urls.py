"""Addresses of the register of declarations and decisions, below ``/es/`` and ``/en/``."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from decisions.views import register, register_feeds
from decisions.views.texts import files

app_name = "register"
PAGES = [
    path("", register.texts, name="texts"),
    path("feed.atom", register_feeds.atom, name="atom"),
    path("feed.rss", register_feeds.rss, name="rss"),
    path("texts.csv", register.texts_csv, name="texts-csv"),
    path("texts.json", register.texts_json, name="texts-json"),
    path("provisions.csv", register.provisions_csv, name="provisions-csv"),
    path("provisions.json", register.provisions_json, name="provisions-json"),
    path("<slug:reference>/", register.text, name="text"),
    path(_("<slug:reference>/files/<slug:shape>/"), files.adopted_file, name="file"),
    path("<slug:reference>/<str:address>/", register.provision, name="provision"),
]
urlpatterns = [path(_("declarations-and-decisions/"), include(PAGES))]
