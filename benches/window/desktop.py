"""A desktop to measure on: a display whose pixels can be read, a session bus, a window manager and an empty home."""
import contextlib, mmap, os, signal, subprocess, tempfile, time
from pathlib import Path

WIDTH, HEIGHT = 1024, 768
# Well inside the window, wherever its manager puts it.
LEFT, RIGHT, TOP, BOTTOM = 100, 920, 120, 660
# Where a list has the names of its accounts, which stay as they are.
NAMES = 306, 366
TICKS = os.sysconf("SC_CLK_TCK")


class Desktop(contextlib.ExitStack):
    """Everything that it started ends with it."""

    def __enter__(self):
        self.home = Path(self.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        folders = {f"XDG_{name}_HOME": self.home / name.lower() for name in ("DATA", "CONFIG", "CACHE")}
        self.env = {key: os.environ[key] for key in ("PATH",)} | {key: str(value) for key, value in folders.items()}
        self.env |= {"HOME": str(self.home), "LANG": "C.UTF-8", "NO_AT_BRIDGE": "1", "GTK_A11Y": "none"}
        (self.home / "run").mkdir(mode=0o700)
        self.env["XDG_RUNTIME_DIR"] = str(self.home / "run")
        screen = ["-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-fbdir", str(self.home)]
        server = self.start("Xvfb", "-displayfd", "1", "-nolisten", "tcp", "-noreset", *screen, out=subprocess.PIPE)
        self.env["DISPLAY"] = f":{server.stdout.readline().strip()}"
        daemon = self.start("dbus-daemon", "--session", "--nofork", "--print-address", out=subprocess.PIPE)
        self.env["DBUS_SESSION_BUS_ADDRESS"] = daemon.stdout.readline().strip()
        self.start("openbox")
        self.run("xdotool", "mousemove", str(WIDTH), str(HEIGHT))  # its arrow is among the pixels
        # The server keeps its pixels, four bytes each, at the end of this file.
        with open(self.home / "Xvfb_screen0", "rb") as file:
            self.pixels = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return self

    def start(self, *command, out=subprocess.DEVNULL, env=None):
        """Starts a program that is ended, with all that it started, at the latest with the desktop."""
        process = subprocess.Popen(
            command, cwd=self.home, env=self.env | (env or {}), text=True, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.DEVNULL)
        self.callback(end, process)
        return process

    def run(self, *command):
        """Runs a program to its end and answers what it printed."""
        done = subprocess.run(
            command, cwd=self.home, env=self.env, text=True, stdin=subprocess.DEVNULL, capture_output=True)
        if done.returncode:
            raise SystemExit(f"{command[0]} {command[1]}: {done.stderr}")
        return done.stdout

    def press(self, *keys):
        self.run("xdotool", "key", *keys)

    def picture(self, left=LEFT, right=RIGHT):
        """The middle of the screen, every fourth line of it."""
        start = len(self.pixels) - 4 * WIDTH * HEIGHT
        places = (start + 4 * (y * WIDTH + left) for y in range(TOP, BOTTOM, 4))
        return [self.pixels[at : at + 4 * (right - left)] for at in places]

    def is_painted(self):
        """Whether there is more than one colour."""
        return any(row != row[:4] * (RIGHT - LEFT) for row in self.picture())


def wait(is_so, seconds=60, pause=0.001):
    until = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > until:
            raise SystemExit("waited in vain")
        time.sleep(pause)


def end(process):
    if process.returncode is None:  # else its number may be another program's by now
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def tree(root):
    """The process and all that it started, also through others: number and name."""
    stats = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            name, _, fields = (folder / "stat").read_text().partition("(")[2].rpartition(") ")
            stats[int(folder.name)] = (name, fields.split())
    found = {root}
    while new := {pid for pid, (_, fields) in stats.items() if int(fields[1]) in found} - found:
        found |= new
    return {pid: stats[pid] for pid in found}


def memory(root):
    """MiB by process; what several share is divided among them (PSS)."""
    sizes = {}
    for pid, (name, _) in tree(root).items():
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        kib = next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
        sizes[name] = sizes.get(name, 0) + kib / 1024
    return sizes


def processor_time(root):
    """Seconds of processor time by process."""
    times = {}
    for name, fields in tree(root).values():
        times[name] = times.get(name, 0) + (int(fields[11]) + int(fields[12])) / TICKS
    return times
