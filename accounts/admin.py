"""People with an account, in the back office. Nothing here concerns participants."""

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.models import Group
from django.contrib.sites.models import Site
from django.db.models import QuerySet
from django.forms import BaseFormSet, BaseModelFormSet, ModelForm
from django.http import HttpRequest

from accounts import belongings, leaving, notices
from accounts.models import User


class UserForm(forms.ModelForm):
    """No password field: people log in with a code by e-mail."""

    class Meta:
        model = User
        fields = ("email", "name", "is_active", "is_staff", "is_superuser", "groups")
        widgets = {"groups": forms.CheckboxSelectMultiple}
        help_texts = {
            "groups": "Zet iemand van Phrenos in 'redactie' om de inhoud te bewerken.",
        }

    def save(self, commit: bool = True) -> User:
        if not self.instance.pk:
            self.instance.set_unusable_password()
        return super().save(commit)


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    form = UserForm
    list_display = ("email", "name", "is_staff", "is_active", "last_login")
    list_filter = ("is_staff", "is_active", "groups")
    search_fields = ("email", "name")
    ordering = ("email",)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple:
        """Whoever has the address gets the log-in code, so only its owner changes it."""
        return () if obj is None else ("email",)

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: Iterable[BaseFormSet], change: bool
    ) -> None:
        """Tell the owner what was changed."""
        formsets = list(formsets)
        super().save_related(request, form, formsets, change)
        if change:
            labels = [str(form.fields[name].label or name) for name in form.changed_data]
            labels += [
                str(formset.model._meta.verbose_name_plural)
                for formset in formsets
                if isinstance(formset, BaseModelFormSet) and formset.model and formset.has_changed()
            ]
            notices.changed_by_office(form.instance, labels)

    def get_deleted_objects(
        self, objs: Iterable[User], request: HttpRequest
    ) -> tuple[list, dict, set, list]:
        """What a deletion takes along, what it leaves behind, and why it can't be."""
        users = list(objs)
        stops, left = [], []
        for user in users:
            left += [f"{user}: {line}" for line in belongings.summary(user)]
            try:
                leaving.check(user)
            except leaving.MayNotGo as refused:
                stops.append(f"{user.email}: {refused.sentence}")
        lines: list = [f"gebruiker {user.email}" for user in users]
        if left:
            lines += ["Dit blijft staan, bij Sessies, tot iemand ervoor zorgt:", left]
        return lines, {User._meta.verbose_name_plural: len(users)}, set(), stops

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        """Tell the owner."""
        notices.removed_by_office(notices.addresses(obj))
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Tell the owners."""
        for user in queryset:
            notices.removed_by_office(notices.addresses(user))
        super().delete_queryset(request, queryset)


# An address, a second factor or a log-in by another site is its owner's alone: with one of their
# own added here, an administrator could lead a session as somebody else.
admin.site.unregister([EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken])
# There is one site, and every page of an account needs its row: deleting it would lock all out.
admin.site.unregister([Site, Group])


@admin.register(Group)
class GroupAdmin(DjangoGroupAdmin):
    """As Django's, which reads all rights in one go."""
