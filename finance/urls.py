"""Addresses of finance, under ``/intranet/finances/``."""

from finance import budget_urls, fund_urls, letter_urls, overview_urls, receipt_urls

app_name = "finance"
urlpatterns = [
    *overview_urls.urlpatterns,
    *budget_urls.urlpatterns,
    *receipt_urls.urlpatterns,
    *letter_urls.urlpatterns,
    *fund_urls.urlpatterns,
]
