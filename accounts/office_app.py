"""Names the back office to Django; apart, because Django looks for one app in `apps`."""

from django.contrib.admin.apps import AdminConfig


class OfficeConfig(AdminConfig):
    """Django's admin, with our site of it."""

    default_site = "accounts.office.Office"
