"""What machines ask: is the process alive, and can it serve?"""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.urls import path


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers; touches nothing else."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers and every migration has run; 503 with a reason otherwise."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return HttpResponse("database not reachable", status=503, content_type="text/plain")
    if waiting:
        return HttpResponse("migrations not applied", status=503, content_type="text/plain")
    return HttpResponse("ready", content_type="text/plain")


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]
