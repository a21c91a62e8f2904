#!/usr/bin/env python3
"""Measures the window of Countersign from outside, on a desktop of its own: start, memory, processor time, search.

npm --prefix ui ci && npm --prefix ui run build
cargo build --release --package app --package cli --config profile.release.package.app.debug-assertions=true
mv target/release/countersign-desktop target/driven
cargo build --release --package app --package cli
python3 benches/window/measure.py target/release target/driven

A release refuses to be driven, so the list and the search are timed in `driven`: the same program with debug
assertions in its own package, which lets itself be driven. Everything else is the release. Needs Xvfb, dbus-daemon,
openbox, xdotool, xclip, gnome-keyring-daemon, WebKitWebDriver, a C compiler with the headers of webkit2gtk-4.1, and
root: other programs of the same user cannot look into this one. Close other programs with a WebKit window first: memory
that they share with this one is divided among them all.
"""
import statistics, subprocess, sys, tempfile, time
from pathlib import Path

from desktop import NAMES, Desktop, end, memory, processor_time, tree, wait
from driver import Driven
from vaults import KEEP, make_vault, unlock_with_kit, unlocked, use, with_keyring

RUNS = 20
QUERY = "site 12 user1 exampl"

# What the page needs, once the vault is open, from the click to a list with codes on the screen.
LIST = """
const row = "[role=row] [data-testid=code]", start = performance.now();
const observer = new MutationObserver(() => {
  if (!document.querySelector(row)) return;
  observer.disconnect();
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
});
observer.observe(document.body, { childList: true, subtree: true });
""" + KEEP
# For each key from its event: until the page is laid out, and until the next frame is made.
KEYS = """
window.keys = [];
let start = 0;
addEventListener("beforeinput", () => (start = performance.now()), true);
addEventListener("input", () => {
  const began = start;
  document.body.getBoundingClientRect();
  const laid = performance.now() - began;
  requestAnimationFrame(() => setTimeout(() => window.keys.push([laid, performance.now() - began])));
});
document.querySelector("[data-testid=search]").focus();
"""


def main(release, driven):
    program, cli = (release.resolve() / name for name in ("countersign-desktop", "countersign"))
    driven = driven.resolve()
    print(f"size: {program.stat().st_size / 1e6:.1f} MB")
    with Desktop() as desktop, tempfile.TemporaryDirectory() as folder:
        vaults = {count: make_vault(desktop, cli, driven, count, Path(folder)) for count in (50, 10_000)}
        least = bare(Path(folder))
        use(desktop, vaults[50])
        in_turn(desktop, program, least, "first page", desktop.is_painted)
        for count, vault in vaults.items():
            first_list(desktop, driven, vault, count)
        for count, vault in vaults.items():
            idle(desktop, program, vault, count)
        search(desktop, driven, program, vaults[10_000])
        # The last one: its vault is newer than the others, which the program would notice.
        with_keyring(desktop, cli, vaults[50])
        first_list_by_keyring(desktop, program, least)


def bare(folder):
    source = Path(__file__).with_name("bare.c")
    libraries = subprocess.run(
        ["pkg-config", "--cflags", "--libs", "gtk+-3.0", "webkit2gtk-4.1"], check=True, capture_output=True, text=True)
    subprocess.run(["cc", "-O2", "-o", folder / "bare", source, *libraries.stdout.split()], check=True)
    return folder / "bare"


def first_list_by_keyring(desktop, program, bare):
    process = desktop.start(program)
    time.sleep(5)
    names = desktop.picture(*NAMES)
    end(process)
    in_turn(desktop, program, bare, "first list, opened by the keyring", lambda: desktop.picture(*NAMES) == names)


def in_turn(desktop, program, bare, what, is_there):
    """Both windows in turn, from the start of the process."""
    times = {program: [], bare: []}
    for _ in range(RUNS + 1):
        for each, found in times.items():
            wait(lambda: not desktop.is_painted())
            began = time.perf_counter()
            process = desktop.start(each)
            wait(is_there if each is program else desktop.is_painted)
            found.append(1000 * (time.perf_counter() - began))
            end(process)
    ours, least = (found[1:] for found in times.values())  # the first ones fill the system's caches
    tell(what, ours)
    tell("first page of the bare window", least)
    tell("difference in pairs", [a - b for a, b in zip(ours, least)])


def first_list(desktop, driven, vault, count):
    use(desktop, vault)
    times = []
    for _ in range(RUNS + 1):
        with Driven(desktop, driven) as window:
            times.append(unlock_with_kit(desktop, window, count, LIST))
    tell(f"from the open vault to the list of {count:,}", times[1:])


def idle(desktop, program, vault, count):
    process = unlocked(desktop, program, vault)
    time.sleep(30)
    sizes = memory(process.pid)
    parts = ", ".join(f"{name} {size:.0f}" for name, size in sorted(sizes.items()))
    print(f"memory with {count:,} accounts: {sum(sizes.values()):.0f} MiB ({parts})")
    processor(f"{count:,} accounts, visible", process)

    window = desktop.run("xdotool", "getactivewindow").strip()
    desktop.run("xdotool", "windowminimize", window)
    processor(f"{count:,} accounts, hidden", process, settling=40)
    desktop.run("xdotool", "windowactivate", "--sync", window)
    desktop.press("ctrl+l")
    time.sleep(1)
    desktop.run("xdotool", "windowminimize", window)
    processor(f"{count:,} accounts, hidden and locked", process, settling=40)
    end(process)


def processor(what, process, seconds=60, settling=5):
    """`settling`: for half a minute after a window was hidden, WebKit looks at its own memory, in every window that has it."""
    time.sleep(settling)
    before = processor_time(process.pid)
    time.sleep(seconds)
    after = processor_time(process.pid)
    parts = ", ".join(f"{name} {1000 * (after[name] - used):.0f} ms" for name, used in sorted(before.items()))
    print(f"processor, {what}: {100 * (sum(after.values()) - sum(before.values())) / seconds:.2f} % ({parts})")


def search(desktop, driven, program, vault):
    use(desktop, vault)
    with Driven(desktop, driven) as window:
        unlock_with_kit(desktop, window, 10_000)
        window.run(KEYS)
        time.sleep(2)
        for key in QUERY:
            desktop.press("space" if key == " " else key)
            time.sleep(0.3)
        laid, framed = zip(*window.run("return window.keys"))
    tell("search, from the key to the page laid out", laid)
    tell("search, from the key to the next frame", framed)
    process = unlocked(desktop, program, vault)
    time.sleep(3)
    page = next(pid for pid, (name, _) in tree(process.pid).items() if name.startswith("WebKitWebProc"))
    desktop.press("slash")
    time.sleep(1)
    tell("search, all work of the page's main thread in 0.3 s", [busy(page, desktop, key) for key in QUERY])
    tell("the same without a key", [busy(page) for _ in QUERY])
    end(process)


def busy(pid, desktop=None, key=None):
    """Milliseconds that the process's main thread ran in 0.3 s, from the key on if there is one, between two ticks of the
    clock in the page: those have their own cost, each second."""
    time.sleep((1.15 - time.time() % 1) % 1)
    before = main_thread(pid)
    if key:
        desktop.press("space" if key == " " else key)
    time.sleep(0.3)
    return main_thread(pid) - before


def main_thread(pid):
    """Milliseconds that it ran up to now."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e6


def tell(what, times):
    times = sorted(times)
    print(f"{what}: median {statistics.median(times):.1f} ms, {times[0]:.1f} to {times[-1]:.1f}, {len(times)} times")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
