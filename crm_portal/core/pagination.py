"""The API pages by default."""

from rest_framework.pagination import PageNumberPagination


class Pages(PageNumberPagination):
    """Fifty a page, up to two hundred when asked."""

    page_size_query_param = "page_size"
    max_page_size = 200
