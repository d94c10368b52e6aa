"""People with an account, in the back office. Nothing here concerns participants."""

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group

from accounts.models import Membership, Organisation, Team, User


class UserForm(forms.ModelForm):
    """No password field: people log in with a code by e-mail."""

    class Meta:
        model = User
        fields = ("email", "name", "is_active", "is_staff", "is_superuser", "groups")
        help_texts = {
            "groups": "Zet iemand van Phrenos in 'redactie' om de inhoud te bewerken.",
        }

    def save(self, commit: bool = True) -> User:
        if not self.instance.pk:
            self.instance.set_unusable_password()
        return super().save(commit)


class MembershipInline(admin.TabularInline):
    model = Membership
    extra = 0


class TeamInline(admin.TabularInline):
    model = Team
    extra = 0


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    form = UserForm
    list_display = ("email", "name", "is_staff", "is_active", "last_login")
    list_filter = ("is_staff", "is_active", "groups")
    search_fields = ("email", "name")
    ordering = ("email",)
    filter_horizontal = ("groups",)
    inlines = (MembershipInline,)


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    list_display = ("name",)
    search_fields = ("name",)
    inlines = (TeamInline,)


@admin.register(Team)
class TeamAdmin(admin.ModelAdmin):
    list_display = ("name", "organisation")
    search_fields = ("name", "organisation__name")
    list_filter = ("organisation",)


admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(admin.ModelAdmin):
    search_fields = ("name",)
    filter_horizontal = ("permissions",)
