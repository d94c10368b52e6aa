"""Editions in Django admin: reading them, and publishing the next after seeing what changed."""

from hashlib import sha256

import msgspec
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from content import editions
from content.checks import problems
from content.models import Edition, Module

NOTE = Edition._meta.get_field("note").max_length or 0
FIELDS = ["module", "number", "published_at", "author", "note", "readable"]


class EditionAdmin(admin.ModelAdmin):
    """Editions are read here and made by the publish page; nobody changes one."""

    list_display = ["number", "module", "published_at", "author", "note"]
    list_display_links = ["number", "module"]
    list_filter = ["module"]
    list_select_related = ["module", "author"]
    search_fields = ["note"]
    fields = tuple(FIELDS)

    class Media:
        css = {"all": ["css/beheer.css"]}

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only the publish page makes editions."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Edition | None = None) -> bool:
        """Never: sessions rely on an edition staying as it is."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Edition | None = None) -> bool:
        """Never, as for changing."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Edition | None = None) -> list[str]:
        """All of them."""
        return FIELDS

    @admin.display(description="inhoud")
    def readable(self, edition: Edition) -> SafeString:
        """The whole edition as a page to read."""
        context = {"document": edition.content}
        return render_to_string("admin/content/edition/document.html", context)

    def get_urls(self) -> list:
        """Django's own pages and the publish page."""
        publish = self.admin_site.admin_view(self.publish_view)
        return [path("publiceren/", publish, name="content_edition_publish"), *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict | None = None
    ) -> HttpResponse:
        """The list, with a link to publish for who may."""
        context = {"may_publish": request.user.has_perm("content.add_edition")}
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def publish_view(self, request: HttpRequest) -> HttpResponse:
        """Show what changed since the last edition; on a press, publish exactly that."""
        if not request.user.has_perm("content.add_edition"):
            raise PermissionDenied
        return _publish_page(request, self)


@require_http_methods(["GET", "POST"])
def _publish_page(request: HttpRequest, model_admin: EditionAdmin) -> HttpResponse:
    module = get_object_or_404(Module, slug=request.GET.get("module", editions.SLUG))
    document = editions.assemble(module)
    seen = sha256(msgspec.json.encode(document)).hexdigest()
    if request.method == "POST" and (edition := _published(request, module, seen)):
        model_admin.log_addition(request, edition, "Gepubliceerd.")
        messages.success(request, f"Druk {edition.number} is gepubliceerd.")
        return HttpResponseRedirect(reverse("admin:content_edition_changelist"))
    last = editions.newest(module)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "Nieuwe druk publiceren",
        "module": module,
        "last": last,
        "number": last.number + 1 if last else 1,
        "changes": editions.pending(module),
        "problems": problems(document),
        "seen": seen,
        "note": request.POST.get("note", ""),
    }
    return render(request, "admin/content/edition/publish.html", context)


def _published(request: HttpRequest, module: Module, seen: str) -> Edition | None:
    """The new edition, or None after a message that says why there is none."""
    note = request.POST.get("note", "").strip()
    if request.POST.get("seen") != seen:
        messages.warning(
            request, "Er is intussen nog iets veranderd. Kijk het na en publiceer dan opnieuw."
        )
        return None
    if len(note) > NOTE:
        messages.error(request, f"De toelichting is {len(note) - NOTE} tekens te lang.")
        return None
    try:
        author = request.user if request.user.is_authenticated else None
        return editions.publish(module, author, note)
    except editions.NotPublishable as error:
        for problem in error.problems:
            messages.error(request, problem)
        return None
