"""What nothing can beat: the least code that still pushes, and the least Django that answers.

`python -m uvicorn bench.references:broadcaster` and `…:empty_django`.
"""

import os

from django.conf import settings

FRAME = b"event: frame\nid: %d\ndata: " + b"x" * int(os.environ.get("FRAME_BYTES", 2000)) + b"\n\n"
HEADERS = [(b"content-type", b"text/event-stream")]
_sends: set = set()
_count = [0]


async def broadcaster(scope, receive, send) -> None:
    """GET listens; POST sends one frame to everybody who listens."""
    if scope["type"] != "http":
        return
    if scope["method"] == "POST":
        _count[0] += 1
        message = {
            "type": "http.response.body",
            "body": FRAME % _count[0],
            "more_body": True,
        }
        for one in list(_sends):
            await one(message)
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})
        return
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await send({"type": "http.response.body", "body": FRAME % _count[0], "more_body": True})
    _sends.add(send)
    try:
        while (await receive())["type"] != "http.disconnect":
            pass
    finally:
        _sends.discard(send)


def _empty_django():
    if not settings.configured:
        settings.configure(
            SECRET_KEY="only-for-a-reference", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__
        )
    from django.core.asgi import get_asgi_application

    return get_asgi_application()


async def _empty(request):
    from django.http import HttpResponse

    return HttpResponse("ok")


def __getattr__(name: str):
    """The application and its address only when asked for: they set up Django."""
    if name == "empty_django":
        return _empty_django()
    if name == "urlpatterns":
        from django.urls import path

        return [path("antwoord/", _empty)]
    raise AttributeError(name)
