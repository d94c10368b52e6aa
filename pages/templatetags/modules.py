"""`{% module "js/phone.js" %}`: a page's script, with all that it imports asked for at once."""

from django import template
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from pages.modules import graph, ours

register = template.Library()


@register.simple_tag
def module(entry: str) -> SafeString:
    """The script element, after a `modulepreload` for every file that it will ask for."""
    if settings.DEBUG:
        graph.cache_clear()  # a file was changed while the server runs
    asked = graph(entry)
    if getattr(staticfiles_storage, "joins", False):
        asked = tuple(name for name in asked if not ours(name))  # ours are in it (`joining`)
    preloads = format_html_join(
        "", '<link rel="modulepreload" href="{}">\n', ((static(name),) for name in asked)
    )
    return format_html('{}<script type="module" src="{}"></script>', preloads, static(entry))
