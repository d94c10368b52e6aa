from django.apps import AppConfig
from django.db.models.signals import post_migrate

EDITORS = "redactie"


class ContentConfig(AppConfig):
    name = "content"
    verbose_name = "Inhoud van de module"

    def ready(self) -> None:
        """Give the editors' group its permissions after every migrate."""
        post_migrate.connect(make_editors_group, sender=self)


def make_editors_group(using: str, **kwargs: object) -> None:
    """The group 'redactie' may change all content and publish it, and never change an edition.

    Not a data migration: permissions exist only after post_migrate, and a model added later
    would be forgotten. What an administrator gave the group besides is left alone.
    """
    from django.contrib.auth.models import Group, Permission
    from django.db import router

    if not router.allow_migrate_model(using, Group):
        return
    permissions = Permission.objects.using(using).filter(content_type__app_label="content")
    permissions = permissions.exclude(codename__in=["change_edition", "delete_edition"])
    permissions = permissions.exclude(codename__in=["add_module", "delete_module"])
    group, _ = Group.objects.using(using).get_or_create(name=EDITORS)
    group.permissions.add(*permissions)
