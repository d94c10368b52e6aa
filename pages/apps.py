from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Public pages and the design system's template tags; knows nothing of the other rooms."""

    name = "pages"
