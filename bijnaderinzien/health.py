"""What machines ask: is the process alive, and can it serve?

Answered beside Django's threads: they may all be busy, and the process is alive all the same.
Asked on the machine itself, so by any name and without HTTPS.
"""

from operations.readiness import readiness
from sessions_app.live.replies import Send, reply

TEXT = (b"content-type", b"text/plain")


async def healthz(send: Send) -> None:
    """200 as long as the process answers; touches nothing else."""
    await reply(send, 200, b"ok", (TEXT,))


async def readyz(send: Send) -> None:
    """200 when this process can serve, within two seconds; 503 with a reason otherwise."""
    reason = await readiness.reason()
    await reply(send, 503 if reason else 200, (reason or "ready").encode(), (TEXT,))


ROUTES = {"/healthz": healthz, "/readyz": readyz}
