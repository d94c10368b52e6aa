"""Sessions in the back office: that they are there and who looks after them, never what is in them.

No answers, report, agreements, contact, join code or key of the screen: with those an
administrator could take part, look on, or read what a team was promised only its facilitator sees.
"""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join

from accounts.models import User
from sessions_app import custody
from sessions_app.errors import Refused
from sessions_app.models import DialogueSession


class LookedAfter(admin.SimpleListFilter):
    """Whether somebody can reach them."""

    title = "wie ervoor zorgt"
    parameter_name = "zorg"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("niemand", "niemand"), ("iemand", "een gespreksleider")]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[DialogueSession]
    ) -> QuerySet[DialogueSession]:
        which = {"niemand": custody.unattended, "iemand": custody.attended}.get(self.value() or "")
        return queryset.filter(pk__in=which().values("pk")) if which else queryset


class GiveForm(forms.ModelForm):
    """Nothing of a session changes here but who looks after it."""

    to = forms.EmailField(
        label="Geef aan",
        required=False,
        help_text="Het e-mailadres van het account dat voor deze sessie gaat zorgen. Diegene "
        "krijgt bericht, en kan het programma en het verslag zien.",
    )
    by: ClassVar[User]  # who is in the back office

    class Meta:
        model = DialogueSession
        fields = ()

    def clean(self) -> dict:
        """Give it, in the same breath as checking whether that can be."""
        known = super().clean() or {}
        address = known.get("to")
        if not address or self.errors:
            return known
        to = User.objects.filter(email__iexact=address, is_active=True).first()
        if to is None:
            self.add_error("to", "Er is geen account met dit adres dat aan staat.")
            return known
        try:
            custody.check_may_give(self.instance, to, self.by)
        except Refused as refused:
            self.add_error("to", refused.sentence)
        known["user"] = to
        return known


@admin.register(DialogueSession)
class SessionAdmin(admin.ModelAdmin):
    form = GiveForm
    list_display = ("title", "starts_at", "phase", "minutes", "group_size", "led_by_whom")
    list_filter = (LookedAfter, "phase")
    search_fields = ("title", "facilitators__user__email")
    date_hierarchy = "starts_at"
    ordering = ("-starts_at",)
    list_per_page = 50
    READ = (
        *("title", "phase", "starts_at", "minutes", "group_size", "phone_free", "led_by_whom"),
        *("made_at", "started_at", "ended_at", "left_at"),
    )
    readonly_fields = READ

    @admin.display(description="gespreksleiders")
    def led_by_whom(self, session: DialogueSession) -> str:
        """Their addresses; an account that is off says so."""
        found = [facilitator.user for facilitator in session.facilitators.all()]
        off = {user: "" if user.is_active else " (account staat uit)" for user in found}
        return (
            format_html_join(", ", "{}{}", ((user.email, off[user]) for user in found)) or "niemand"
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[DialogueSession]:
        return super().get_queryset(request).prefetch_related("facilitators__user")

    def get_fields(self, request: HttpRequest, obj: DialogueSession | None = None) -> tuple:
        """Giving it is there only where nobody can reach it."""
        free = obj is not None and custody.unattended().filter(pk=obj.pk).exists()
        return (*self.READ, "to") if free else self.READ

    def get_form(
        self,
        request: HttpRequest,
        obj: DialogueSession | None = None,
        change: bool = False,
        **kwargs: Any,
    ) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"by": request.user})

    def save_model(
        self, request: HttpRequest, obj: DialogueSession, form: forms.ModelForm, change: bool
    ) -> None:
        """Only who looks after it."""
        to = form.cleaned_data.get("user")
        if to is not None and isinstance(request.user, User):
            custody.give(obj, to, request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: DialogueSession | None = None
    ) -> bool:
        """What somebody looks after is theirs to delete; what nobody does goes by itself."""
        return False
