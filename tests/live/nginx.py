"""nginx in front of one or more servers, with the lines that `deploy/` gives to who runs one."""

import shutil
import signal
import subprocess
import time
import urllib.request
from contextlib import suppress

from tests.live.server import ROOT, free_port, scratch

SHIPPED = ROOT / "deploy" / "nginx-proxy.conf"
CONFIGURATION = """
daemon off;
worker_processes 1;
pid {folder}/pid;
error_log {folder}/start.log warn;
events {{ worker_connections 20000; }}
http {{
    access_log {folder}/access.log;
    error_log {folder}/error.log info;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    upstream bijnaderinzien {{
        {servers}
        keepalive 64;
    }}
    server {{
        listen 127.0.0.1:{port} backlog=4096;
        {more}
        include {shipped};
    }}
}}
"""
# What some buildings do: hold every answer until it is whole, whatever the site asks. Buffering by
# itself lets each piece of a stream through; compressing waits for more of them.
BUFFERING = (
    "proxy_ignore_headers X-Accel-Buffering; proxy_buffering on; proxy_buffers 32 64k; "
    "gzip on; gzip_proxied any; gzip_types text/event-stream;"
)


def program() -> str | None:
    """Where nginx is on this machine (`scripts/nginx` gets one); None when it is nowhere."""
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    own = ROOT / "var/nginx/usr/sbin/nginx"
    return found or (str(own) if own.exists() else None)


class Nginx:
    """Running between `with` and its end; `url` is where phones go."""

    def __init__(self, *upstreams: str, more: str = "") -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.folder = scratch("nginx")
        servers = "\n".join(f"server {url.removeprefix('http://')};" for url in upstreams)
        (self.folder / "nginx.conf").write_text(
            CONFIGURATION.format(
                folder=self.folder, servers=servers, port=port, more=more, shipped=SHIPPED
            )
        )

    def __enter__(self) -> "Nginx":
        command = [program(), "-p", str(self.folder), "-c", str(self.folder / "nginx.conf")]
        command += ["-e", str(self.folder / "start.log")]
        self.process = subprocess.Popen(command)
        until = time.monotonic() + 10
        while time.monotonic() < until and self.process.poll() is None:
            with suppress(OSError), urllib.request.urlopen(self.url + "/healthz") as said:
                if said.status == 200:
                    return self
            time.sleep(0.02)
        self.process.kill()
        raise RuntimeError((self.folder / "start.log").read_text())

    def __exit__(self, *error: object) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=60)
