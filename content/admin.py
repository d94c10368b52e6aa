"""The editors' forms in Django admin: every text, film, question, figure and source."""

from collections.abc import Iterable
from typing import Any, ClassVar

import msgspec
from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models as orm
from django.db.models import Model, QuerySet
from django.forms import BaseInlineFormSet, BaseModelFormSet
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString

from content import film_files, models
from content.diagrams import draw
from content.document import METHOD_FOR_NAMES, Mirror
from content.mirror_words import other_numbers, reworded, words_of
from content.models.base import TESTED_HELP
from content.passages import USES
from content.publishing import EditionAdmin
from content.rows import assemble
from content.typed import seen

admin.site.site_header = "Bij nader inzien: beheer"
admin.site.site_title = "Bij nader inzien"
admin.site.index_title = "Inhoud en beheer"


class PlainForm(forms.ModelForm):
    """Only what an editor sees counts as a change: no other line endings, no invisible signs."""

    @cached_property
    def changed_data(self) -> list[str]:
        """The fields that an editor changed: browsers send every line with another ending."""
        return [name for name in super().changed_data if not self._looks_the_same(name)]

    def _looks_the_same(self, name: str) -> bool:
        before, after = self[name].initial, self[name].data
        both = isinstance(before, str) and isinstance(after, str)
        return both and seen(before).strip() == seen(after).strip()

    def clean(self) -> dict:
        """The cleaned data as it is seen."""
        cleaned = super().clean() or {}
        for name, value in cleaned.items():
            if isinstance(value, str):
                cleaned[name] = seen(value)
        return cleaned


class Labelled(BaseModelFormSet):
    """Rows of a table whose fields say what they are and of which row; else only a column does."""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        """As Django's, with a name for who can't see the column."""
        super().add_fields(form, index)
        row = str(form.instance) if form.instance.pk else "nieuwe regel"
        for field in form.fields.values():
            inner = getattr(field.widget, "widget", None)  # of a choice with its links
            (inner or field.widget).attrs["aria-label"] = f"{field.label}: {row}"


class LabelledInline(Labelled, BaseInlineFormSet):
    """The same on the page of what the rows belong to."""


def _smaller_boxes(rows: int) -> dict:
    return {orm.TextField: {"widget": forms.Textarea(attrs={"rows": rows, "cols": 90})}}


# Under a field that no participant and no facilitator ever sees; of all others a check or a test
# says where they are read.
ONE_LINE = 60  # signs that a field of one line shows
WHAT_STAYS = (
    "De cijfers en de antwoorden van de peiling veranderen hier niet: alleen de woorden eromheen."
)
ONLY_HERE = "Alleen voor de redactie: dit staat op geen scherm en op geen papier."


class ContentAdmin(admin.ModelAdmin):
    """What all content forms share."""

    form = PlainForm
    only_here: tuple[str, ...] = ()  # fields that are the editors' own
    formfield_overrides = _smaller_boxes(4)
    save_on_top = True
    list_per_page = 200

    class Media:
        css: ClassVar = {"all": ["css/beheer.css"]}
        js: ClassVar = [Script("js/beheer-rows.js", type="module")]

    def get_form(
        self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        """A form that says of the editors' own fields that nobody else reads them."""
        helps = dict.fromkeys(self.only_here, ONLY_HERE)
        return super().get_form(request, obj, change, help_texts=helps, **kwargs)

    def get_changelist_formset(self, request: HttpRequest, **kwargs: Any) -> type[BaseModelFormSet]:
        """A list whose fields have names."""
        return super().get_changelist_formset(request, formset=Labelled, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict:
        """With one module, nobody has to choose it."""
        initial = super().get_changeform_initial_data(request)
        modules = list(models.Module.objects.all()[:2])
        if len(modules) == 1:
            initial.setdefault("module", str(modules[0].pk))
        return initial


class Rows(admin.TabularInline):
    """Parts that are edited on the page of what they belong to."""

    form = PlainForm
    formset = LabelledInline
    formfield_overrides = _smaller_boxes(2)
    extra = 0


class LinkedRows(Rows):
    """Parts shown for their order, each with a link to a page of its own."""

    show_change_link = True
    can_delete = False
    max_num = 0


class AimInline(Rows):
    model = models.Aim


class GroundRuleInline(Rows):
    model = models.GroundRule


class SlideInline(LinkedRows):
    model = models.Slide
    fields = ["order", "title", "diagram", "minimum_session", "tested"]


class FigureInline(Rows):
    model = models.Figure
    show_change_link = True
    fields = ["order", "label", "text", "value", "unit", "caution"]
    verbose_name_plural = "regels met cijfers (bewaar eerst; de bron staat op de eigen pagina)"


class FilmForm(PlainForm):
    """A film, and the files that replace it where YouTube does not come through."""

    video = forms.FileField(
        label="eigen videobestand",
        required=False,
        help_text="mp4 of webm, hooguit 500 MB. Dan speelt het scherm dit bestand in plaats van "
        "YouTube, ook in sessies die al gepland zijn. Doe dit alleen als jullie dat mogen van "
        "de makers.",
    )
    subtitles = forms.FileField(
        label="ondertitels bij dat bestand",
        required=False,
        help_text="Een vtt-bestand (WebVTT) in het Nederlands.",
    )
    drop = forms.BooleanField(
        label="haal het eigen bestand weg", required=False, help_text="Dan komt YouTube terug."
    )

    def clean_video(self) -> UploadedFile | None:
        """Only what is a film, and not too large."""
        file: UploadedFile | None = self.cleaned_data["video"]
        if file is None:
            return None
        if (file.size or 0) > film_files.MOST:
            raise ValidationError(film_files.TOO_LARGE)
        try:
            film_files.ending_of(file.read(12))
        except film_files.Unfit as error:
            raise ValidationError(str(error)) from error
        return file

    def clean_subtitles(self) -> UploadedFile | None:
        """Only WebVTT."""
        file: UploadedFile | None = self.cleaned_data["subtitles"]
        if file is not None:
            try:
                film_files.check_subtitles(file.read(film_files.MOST_SUBTITLES + 1))
            except film_files.Unfit as error:
                raise ValidationError(str(error)) from error
        return file


class FilmInline(admin.StackedInline):
    show_change_link = True  # to its own page, where a file can be put
    form = PlainForm
    formfield_overrides = _smaller_boxes(3)
    model = models.Film
    min_num = 1
    can_delete = False


class QuestionInline(LinkedRows):
    model = models.Question
    fields = ["order", "code", "purpose", "text", "tested"]
    readonly_fields = ["code", "purpose"]


class OptionInline(Rows):
    model = models.Option


class CitationInline(Rows):
    model = models.Citation
    fields = ["order", "source", "detail"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.Citation]:
        """With the source, by which a row is named."""
        return super().get_queryset(request).select_related("source")


class ConceptFilter(admin.SimpleListFilter):
    """Concept until tested with ervaringsdeskundigen, naasten and hulpverleners."""

    title = "status"
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple]:
        """The two states."""
        return [("concept", "concept"), ("getest", "getest")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Only the chosen state."""
        if self.value() is None:
            return queryset
        return queryset.filter(tested=self.value() == "getest")


@admin.register(models.Module)
class ModuleAdmin(ContentAdmin):
    inlines = [AimInline, GroundRuleInline]
    list_display = ["name", "subtitle"]
    only_here = ("subtitle",)
    readonly_fields = ["slug"]

    def get_readonly_fields(self, request: HttpRequest, obj: models.Module | None = None) -> list:
        """The short name is fixed: planning finds the module by it."""
        return self.readonly_fields if obj else []


class MirrorsForm(PlainForm):
    """The words of every mirror; what they compare is no field and stays as it is."""

    def clean(self) -> dict:
        """The words as they are seen, with the numbers that stood in them."""
        cleaned = super().clean()
        for name, text in list(cleaned.items()):
            field = self.fields[name]
            if isinstance(text, str) and (wrong := other_numbers(field.initial or "", text)):
                self.add_error(name, wrong)
        if not self.errors:
            self.instance.mirrors = msgspec.to_builtins(
                [_reworded(mirror, cleaned) for mirror in _mirrors(self.instance)]
            )
        return cleaned


def _mirrors(module: models.Module) -> list[Mirror]:
    return msgspec.convert(module.mirrors, list[Mirror])


def _reworded(mirror: Mirror, cleaned: dict) -> Mirror:
    said = {words.name: cleaned[f"{mirror.key}__{words.name}"] for words in words_of(mirror)}
    return reworded(mirror, said, cleaned[f"{mirror.key}__tested"])


@admin.register(models.Mirrors)
class MirrorsAdmin(ContentAdmin):
    """One page with all mirrors of a module; they come with it, so none is added or taken away."""

    list_display = ["name"]
    search_fields = ["name"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never: a new mirror brings figures along."""
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: models.Mirrors | None = None
    ) -> bool:
        """Never: these rows are the module itself."""
        return False

    def construct_change_message(
        self,
        request: HttpRequest,
        form: Any,
        formsets: Iterable[Any],
        add: bool = False,
    ) -> list[dict]:
        """What was changed, each text with its mirror: many are called 'vraag'."""
        titles = {mirror.key: mirror.title for mirror in _mirrors(form.instance)}
        fields = [
            f"{form.fields[name].label} van ‘{titles[name.partition('__')[0]]}’"
            for name in form.changed_data
        ]
        return [{"changed": {"fields": fields}}] if fields else []

    def get_form(
        self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        """A field for every text of every mirror that there is."""
        fields: dict[str, forms.Field] = {}
        for mirror in _mirrors(obj) if isinstance(obj, models.Mirrors) else []:
            for words in words_of(mirror):
                long = words.lines or len(words.text) > ONE_LINE
                box = forms.Textarea(attrs={"rows": 4 if words.lines else 2, "cols": 90})
                fields[f"{mirror.key}__{words.name}"] = forms.CharField(
                    label=words.label,
                    initial=words.text,
                    help_text=words.hint,
                    widget=box if long else forms.TextInput(attrs={"class": "vTextField"}),
                )
            fields[f"{mirror.key}__tested"] = forms.BooleanField(
                label="getest", initial=mirror.tested, required=False, help_text=TESTED_HELP
            )
        meta = type("Meta", (), {"model": models.Mirrors, "fields": []})
        return type("EveryMirrorForm", (MirrorsForm,), {**fields, "Meta": meta})

    def get_fieldsets(self, request: HttpRequest, obj: models.Mirrors | None = None) -> list:
        """A part of the page per mirror, closed until it is wanted."""
        return [
            (
                f"Spiegel: {mirror.title}",
                {
                    "fields": [
                        *(f"{mirror.key}__{words.name}" for words in words_of(mirror)),
                        f"{mirror.key}__tested",
                    ],
                    "classes": ["collapse"],
                    "description": WHAT_STAYS,
                },
            )
            for mirror in (_mirrors(obj) if obj else [])
        ]


@admin.register(models.Chapter)
class ChapterAdmin(ContentAdmin):
    inlines = [SlideInline]
    list_display = ["title", "key", "order"]
    list_editable = ["order"]
    search_fields = ["title", "slides__title"]
    only_here = ("title",)


@admin.register(models.Slide)
class SlideAdmin(ContentAdmin):
    inlines = [FigureInline]
    list_display = ["title", "chapter", "diagram", "minimum_session", "order", "tested", "preview"]
    list_editable = ["order"]
    list_filter = [ConceptFilter, "chapter", "diagram", "minimum_session"]
    list_select_related = ["chapter"]
    ordering = ["chapter__order", "order", "pk"]
    search_fields = ["title", "body", "notes", "figures__label", "figures__text"]

    def get_urls(self) -> list:
        """Django's own pages and the preview."""
        preview = self.admin_site.admin_view(self.preview_view)
        return [
            path("<int:pk>/voorbeeld/", preview, name="content_slide_preview"),
            *super().get_urls(),
        ]

    @admin.display(description="voorbeeld")
    def preview(self, slide: models.Slide) -> SafeString:
        """A link to the slide as the room will see it."""
        address = reverse("admin:content_slide_preview", args=[slide.pk])
        return format_html('<a href="{}">bekijk</a>', address)

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The slide from the working rows, drawn on a stage."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = get_object_or_404(self.get_queryset(request).select_related("chapter__module"), pk=pk)
        document = assemble(row.chapter.module)
        chapter = next(c for c in document.chapters if c.key == row.chapter.key)
        slide = next(s for s in chapter.slides if s.key == row.key)
        context = {"slide": draw(slide, document.sources), "row": row}
        return render(request, "admin/content/slide/preview.html", context)


@admin.register(models.Figure)
class FigureAdmin(ContentAdmin):
    inlines = [CitationInline]
    list_display = ["label", "slide", "value", "unit", "caution", "order"]
    list_filter = ["slide"]
    list_select_related = ["slide"]
    search_fields = ["label", "text", "caution"]


@admin.register(models.Theme)
class ThemeAdmin(ContentAdmin):
    inlines = [FilmInline, QuestionInline]
    list_display = ["number", "name", "closeness", "never_first", "order", "tested"]
    list_display_links = ["name"]
    list_editable = ["order"]
    list_filter = [ConceptFilter, "closeness"]
    search_fields = ["name", "intro", "opening", "silence", "closing", "film__title"]
    fieldsets = [
        (None, {"fields": ["module", ("number", "order"), ("name", "slug")]}),
        ("Voor de planner", {"fields": ["closeness", "never_first"]}),
        ("Voor de deelnemers", {"fields": ["intro"]}),
        (
            "Voor de gespreksleider",
            {
                "fields": [
                    *("remark", "with_manager", "opening", "silence", "closing"),
                    *("short", "facts"),
                ]
            },
        ),
        (None, {"fields": ["tested"]}),
    ]


@admin.register(models.Film)
class FilmAdmin(ContentAdmin):
    form = FilmForm
    list_display = ["title", "theme", "youtube", "seconds", "own", "missing_since", "tested"]
    readonly_fields = ["own"]
    list_filter = [ConceptFilter]
    list_select_related = ["theme"]
    search_fields = ["title", "youtube", "content_note", "description"]

    @admin.display(description="speelt van")
    def own(self, film: models.Film) -> str:
        """Where screens get this film."""
        own = film_files.of(film.youtube)
        if own.video is None:
            return "YouTube"
        size = f"{own.video.stat().st_size / 1_000_000:.0f} MB"
        return f"eigen bestand ({size}, {'met' if own.subtitles else 'zonder'} ondertitels)"

    def save_model(
        self, request: HttpRequest, obj: models.Film, form: forms.ModelForm, change: bool
    ) -> None:
        """The film, and the files that came with it."""
        super().save_model(request, obj, form, change)
        given = form.cleaned_data
        if given.get("drop"):
            film_files.drop(obj.youtube)
        if given.get("video"):
            film_files.keep_video(obj.youtube, given["video"])
        if given.get("subtitles"):
            film_files.keep_subtitles(obj.youtube, given["subtitles"])


# What every question has stands in a place of its own; any other field is there for some forms.
OF_ALL_FORMS = (
    *("id", "module", "theme", "code", "order", "text", "help", "purpose", "form", "depth"),
    *("topic", "circle", "check_text", "dimension", "asked", "tested"),
)
OF_SOME_FORMS: list[str | list[str] | tuple[str, ...]] = [
    f.name for f in models.Question._meta.fields if f.name not in OF_ALL_FORMS
]


@admin.register(models.Question)
class QuestionAdmin(ContentAdmin):
    inlines = [OptionInline, CitationInline]
    list_display = ["code", "text", "theme", "purpose", "order", "tested"]
    list_display_links = ["code", "text"]
    list_editable = ["order"]
    list_filter = [ConceptFilter, "asked", "purpose", "form", "depth", "topic", "theme"]
    list_select_related = ["theme"]
    ordering = ["theme__order", "order", "pk"]
    only_here = ("dimension",)
    search_fields = ["code", "text", "help", "check_text", "options__text"]
    fieldsets = [
        (None, {"fields": ["module", "theme", ("code", "order")]}),
        (
            "De vraag",
            {
                "fields": [
                    *("text", "help", ("purpose", "form"), ("depth", "topic")),
                    *("circle", "check_text"),
                ]
            },
        ),
        ("Bij schaal of keuzes", {"fields": OF_SOME_FORMS}),
        ("Status", {"fields": ["dimension", "asked", "tested"]}),
    ]


@admin.register(models.Fact)
class FactAdmin(ContentAdmin):
    inlines = [CitationInline]
    list_display = ["code", "text", "caution", "order"]
    search_fields = ["code", "text", "caution", "references", "citations__detail"]
    list_filter = ["citations__source", "off_cards"]


@admin.register(models.Population)
class PopulationAdmin(ContentAdmin):
    list_display = ["name", "key", "caution", "order"]
    search_fields = ["key", "name", "caution"]


@admin.register(models.Passage)
class PassageAdmin(ContentAdmin):
    list_display = ["key", "text", "where", "tested"]
    list_filter = [ConceptFilter]
    search_fields = ["key", "title", "text", "short"]

    @admin.display(description="waar")
    def where(self, passage: models.Passage) -> str:
        """Where the text is used."""
        use = USES.get(passage.key)
        return use.where if use else "nergens: met deze tekst kun je niet publiceren"

    @admin.display(description="hooguit")
    def room(self, passage: models.Passage) -> str:
        """How long it may be, and what it is filled in with."""
        use = USES.get(passage.key)
        if use is None:
            return ""
        filled = ", ".join(f"{{{name}}}" for name in use.values)
        return f"{use.room} tekens" + (f"; laat {filled} erin staan" if filled else "")

    def get_readonly_fields(self, request: HttpRequest, obj: models.Passage | None = None) -> list:
        """The key is fixed: sessions find the text by it."""
        return ["where", "room", "key"] if obj else ["where", "room"]

    def get_fields(self, request: HttpRequest, obj: models.Passage | None = None) -> list:
        """Only what somebody will read: no heading and no short form where none is shown."""
        use = USES.get(obj.key) if obj else None
        if use is None:
            return ["module", "key", "where", "room", "title", "text", "short", "tested"]
        headed = ["title"] if use.titled else []
        carded = ["short"] if use.carded else []
        return ["module", "key", "where", "room", *headed, "text", *carded, "tested"]

    def has_delete_permission(
        self, request: HttpRequest, obj: models.Passage | None = None
    ) -> bool:
        """Only a text that nothing uses: a session needs all others."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or obj.key not in USES)


@admin.register(models.Moment)
class MomentAdmin(ContentAdmin):
    list_display = ["title", "see", "order", "tested"]
    list_editable = ["order"]
    list_filter = [ConceptFilter]
    search_fields = ["key", "title", "see", "say", "next"]


@admin.register(models.Further)
class FurtherAdmin(ContentAdmin):
    list_display = ["title", "for_whom", "known", "order", "tested"]
    list_editable = ["order"]
    list_filter = ["for_whom", ConceptFilter]
    search_fields = ["key", "title", "text", "known"]


class MethodForm(PlainForm):
    """A method; what it is for is chosen from a fixed list."""

    purposes = forms.MultipleChoiceField(
        label="waarvoor",
        choices=list(METHOD_FOR_NAMES.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text="Hierop zoeken gespreksleiders.",
    )


@admin.register(models.Method)
class MethodAdmin(ContentAdmin):
    form = MethodForm
    list_display = ["name", "gist", "least", "most", "order", "tested"]
    list_editable = ["order"]
    list_filter = [ConceptFilter, "closeness", "never_with_manager", "never_with_guests"]
    search_fields = ["key", "name", "gist", "say", "do", "talk", "not_when"]
    readonly_fields = ["kind"]
    fieldsets = [
        (None, {"fields": ["module", ("name", "key"), "order", "kind", "gist", "purposes"]}),
        (
            "Voor wie en hoe lang",
            {
                "fields": [
                    ("least", "ideal", "most"),
                    ("group_from", "group_to"),
                    "closeness",
                    "materials",
                    ("never_with_manager", "never_with_guests", "needs_phones"),
                ]
            },
        ),
        ("Op het scherm", {"fields": ["talk", "lead", "roles", "check_text"]}),
        ("Voor de gespreksleider", {"fields": ["say", "do", "short", "not_when", "facts"]}),
        (None, {"fields": ["citations", "tested"]}),
    ]


@admin.register(models.Source)
class SourceAdmin(ContentAdmin):
    list_display = ["short", "key", "title", "year"]
    search_fields = ["key", "title", "short", "note"]
    only_here = ("note",)


admin.site.register(models.Edition, EditionAdmin)
