"""Addresses of the follow-up, under ``/intranet/follow-up/``."""

from decisions import following_ask_urls, following_board_urls, following_plan_urls

app_name = "following"
urlpatterns = [
    *following_board_urls.urlpatterns,
    *following_plan_urls.urlpatterns,
    *following_ask_urls.urlpatterns,
]
