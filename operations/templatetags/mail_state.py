"""On a page where somebody waits for a letter: why it does not come."""

from typing import Any

from django import template

from operations import outbox

register = template.Library()


@register.inclusion_tag("operations/mail_state.html")
def mail_state(address: str) -> dict[str, Any]:
    """What became of the last letter to this address; the page's script goes on asking."""
    key = outbox.key_of(address)
    return {"key": key, "state": outbox.state(key)}
