"""Who asks: a script that puts one region in its place, or a browser that wants a page."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


def wants_part(request: HttpRequest) -> bool:
    """Whether htmx asks, and so gets the region that changed."""
    details: HtmxDetails = request.htmx  # type: ignore[attr-defined]  # set by its middleware
    return bool(details)
