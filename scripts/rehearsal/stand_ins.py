"""What plays the parts of a real server that a folder lacks; called by the name of a program."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from scripts.rehearsal.steps import NAME, ROOT, moved

root = Path(os.environ["REHEARSAL"])
site_port, http_port, https_port = os.environ["REHEARSAL_PORTS"].split()
units = root / "etc" / "systemd" / "system"
CERTIFICATE = root / "etc" / "letsencrypt" / "live" / NAME


def real(name: str) -> str:
    """The program itself, past this one."""
    path = os.pathsep.join(p for p in os.environ["PATH"].split(os.pathsep) if "played" not in p)
    found = shutil.which(name, path=f"{path}:/usr/sbin")
    own = ROOT / "var" / "nginx" / "usr" / "sbin" / name
    if not found and not own.exists():
        sys.exit(f"{name} is not on this machine")
    return found or str(own)


def plays_apt_get(*asked: str) -> None:
    """Nothing is installed; that all of it exists is looked at elsewhere."""


plays_useradd = plays_apt_get


def plays_runuser(*asked: str) -> None:
    """Whoever runs this plays the other user too."""
    command = asked[asked.index("--") + 1 :]
    os.execvp(command[0], command)


def plays_install(*asked: str) -> None:
    """Without an owner: there is no such user."""
    kept, skip = [], False
    for word in asked:
        if not skip and word not in ("-o", "-g"):
            kept.append(word)
        skip = word in ("-o", "-g")
    os.execv(real("install"), ["install", *kept])


def plays_git(*asked: str) -> None:
    """The code comes from this working copy, as it is now; pulling brings nothing new."""
    if asked[0] == "clone":
        listed = [real("git"), "-C", str(ROOT), "ls-files", "-co", "--exclude-standard", "-z"]
        names = subprocess.run(listed, capture_output=True, check=True).stdout.decode()
        for name in filter(None, names.split("\0")):
            source, target = ROOT / name, Path(asked[-1]) / name
            if source.is_file():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(source, target)
    elif asked[0] != "pull":
        os.execv(real("git"), ["git", *asked])


def plays_certbot(*asked: str) -> None:
    """A certificate that this machine alone believes."""
    CERTIFICATE.mkdir(parents=True)
    command = [real("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt"]
    command += ["ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", f"/CN={NAME}"]
    command += ["-addext", f"subjectAltName=DNS:{NAME}"]
    command += ["-keyout", str(CERTIFICATE / "privkey.pem")]
    command += ["-out", str(CERTIFICATE / "fullchain.pem")]
    subprocess.run(command, check=True, capture_output=True)


def plays_curl(*asked: str) -> None:
    """The name of the site leads to this machine."""
    to = ["--connect-to", f"{NAME}:443:127.0.0.1:{https_port}"]
    to += ["--connect-to", f"{NAME}:80:127.0.0.1:{http_port}"]
    trusted = ["--cacert", str(CERTIFICATE / "fullchain.pem")]
    os.execv(real("curl"), ["curl", *to, *trusted, *asked])


def plays_nginx(*asked: str) -> None:
    """The shipped lines as they stand, on ports that anybody may open."""
    folder = root / "run" / "nginx"
    folder.mkdir(parents=True, exist_ok=True)
    sites = [path.read_text() for path in (root / "etc/nginx/sites-enabled").iterdir()]
    lines = moved("\n".join(sites), root)
    lines = re.sub(r"^\s*listen \[::\].*\n", "", lines, flags=re.MULTILINE)
    lines = re.sub(r"listen 80\b", f"listen 127.0.0.1:{http_port}", lines)
    lines = re.sub(r"listen 443\b", f"listen 127.0.0.1:{https_port}", lines)
    lines = lines.replace("server 127.0.0.1:8000;", f"server 127.0.0.1:{site_port};")
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    configuration = folder / "nginx.conf"
    # The folder is ours alone; on a real machine /srv/bijnaderinzien can be read by all.
    user = "user root;\n" if os.geteuid() == 0 else ""
    configuration.write_text(
        f"{user}worker_processes 1;\npid {folder}/pid;\nerror_log {folder}/start.log warn;\n"
        "events { worker_connections 1000; }\n"
        f"http {{\naccess_log {folder}/access.log;\nerror_log {folder}/error.log info;\n"
        f"{temporary}{lines}\n}}\n"
    )
    command = [real("nginx"), "-p", str(folder), "-e", str(folder / "start.log")]
    os.execv(command[0], [*command, "-c", str(configuration), *asked])


def plays_systemctl(verb: str, *asked: str) -> None:
    """Starts what the units say, without their fences."""
    names = [name for name in asked if not name.startswith("--")]
    if verb == "daemon-reload":
        verify()
    for name in names:
        if name == "nginx":
            reload_nginx(verb)
        elif name.endswith(".timer"):
            assert (units / name.replace(".timer", ".service")).exists()
        else:
            service(verb, units / (name if name.endswith(".service") else f"{name}.service"))


def verify() -> None:
    """What systemd itself says of the units, with the paths of this folder."""
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        return
    folder = root / "run" / "units"
    folder.mkdir(exist_ok=True)
    for unit in units.iterdir():
        (folder / unit.name).write_text(moved(unit.read_text(), root))
    shipped = [str(path) for path in folder.iterdir()]
    said = subprocess.run(
        [analyze, "verify", *shipped], capture_output=True, text=True, check=False
    )
    about = [line for line in said.stderr.splitlines() if "bijnaderinzien" in line]
    if about:
        sys.exit("\n".join(about))


def service(verb: str, unit: Path) -> None:
    """Start or stop one."""
    text = moved(unit.read_text(), root)
    pid = root / "run" / f"{unit.stem}.pid"
    if verb in ("stop", "restart") and pid.exists():
        running = int(pid.read_text())
        with suppress(ProcessLookupError):
            os.kill(running, signal.SIGTERM)
            wait_until(lambda: not Path(f"/proc/{running}").exists() or _zombie(running), 20)
        pid.unlink()
    if verb not in ("start", "restart", "enable"):
        return
    command = re.search(r"^ExecStart=(.*)$", text, re.MULTILINE)[1]
    command = command.replace("$$", "$").replace("%%", "%")
    folder = re.search(r"^WorkingDirectory=(.*)$", text, re.MULTILINE)[1]
    env = {**os.environ, "PORT": site_port}
    if "Type=oneshot" in text:
        subprocess.run(["bash", "-c", command], cwd=folder, env=env, check=True)
        return
    with (root / "run" / f"{unit.stem}.log").open("a") as log:
        process = subprocess.Popen(
            ["bash", "-c", f"exec {command}"],
            cwd=folder,
            env=env,
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    pid.write_text(str(process.pid))
    wait_until(lambda: process.poll() is not None or answers(), 30)
    if process.poll() is not None:
        sys.exit((root / "run" / f"{unit.stem}.log").read_text())


def answers() -> bool:
    """Whether the site is there."""
    with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{site_port}/healthz"):
        return True
    return False


def reload_nginx(verb: str) -> None:
    """Start it, or let it read its lines again, or stop it."""
    pid = root / "run" / "nginx" / "pid"  # `nginx -t` leaves an empty one
    running = pid.exists() and pid.read_text().strip() != ""
    if verb == "stop":
        if running:
            subprocess.run([root / "played" / "nginx", "-s", "quit"], check=True)
    else:
        subprocess.run(
            [root / "played" / "nginx", *(["-s", "reload"] if running else [])], check=True
        )


def wait_until(true: object, seconds: float) -> None:
    """Look often, until it is so; the program ends when it does not become so."""
    until = time.monotonic() + seconds
    while not true():  # type: ignore[operator]
        if time.monotonic() > until:
            sys.exit("this took too long")
        time.sleep(0.05)


def _zombie(pid: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    return True


if __name__ == "__main__":
    globals()[f"plays_{sys.argv[1].replace('-', '_')}"](*sys.argv[2:])
