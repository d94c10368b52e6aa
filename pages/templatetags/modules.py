"""`{% module "js/phone.js" %}`: a page's script, with all that it imports asked for at once."""

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from pages.modules import graph

register = template.Library()


@register.simple_tag
def module(entry: str) -> SafeString:
    """The script element, after a `modulepreload` for every module of its graph."""
    if settings.DEBUG:
        graph.cache_clear()  # a file was changed while the server runs
    imported = ((static(name),) for name in graph(entry))
    return format_html(
        '{}<script type="module" src="{}"></script>',
        format_html_join("", '<link rel="modulepreload" href="{}">\n', imported),
        static(entry),
    )
