"""Vaults of many accounts, and the ways to open them in the window."""
import shutil, time

from desktop import wait
from driver import Driven

PASSWORD = "harbor violin orchid tunnel"
# After a kit the window offers to choose a new password.
KEEP = "document.querySelector('[data-testid=recovered-keep]').click();"
# As the window does after a paste, without anybody to choose.
PASTE = """
const { invoke } = window.__TAURI_INTERNALS__;
invoke("scan_clipboard")
  .then(({ ticket, found }) => invoke("scan_add", { ticket, indices: found.map((_, at) => at), replacing: [] }))
  .then((added) => done(added.length), (error) => done(error));
"""


def make_vault(desktop, cli, driven, count, folder):
    """A vault in the place where the program looks, and its kit; kept in `folder` for later."""
    (desktop.home / "password").write_text(PASSWORD)
    vault = desktop.home / "data/countersign"
    shutil.rmtree(vault, ignore_errors=True)
    desktop.run(cli, "--password-file", "password", "init", "--recovery-kit", f"kit-{count}")
    addresses = "\n".join(
        f"otpauth://totp/Site%20{n}:user{n}@example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" for n in range(count))
    (desktop.home / "addresses").write_text(addresses)
    desktop.start("xclip", "-selection", "clipboard", "addresses")
    with Driven(desktop, driven) as window:
        unlock_with_kit(desktop, window, count)
        added = window.promise(PASTE)
        assert added == count, added
    shutil.copytree(vault, folder / str(count))
    return folder / str(count)


def with_keyring(desktop, cli, vault):
    """The same vault, in the place where the program looks for it; a keyring opens it from now on."""
    (desktop.home / "login").write_text("the login password")
    desktop.start("sh", "-c", "gnome-keyring-daemon --foreground --components=secrets --unlock < login")
    time.sleep(2)
    use(desktop, vault)
    desktop.run(cli, "--recovery-file", f"kit-{vault.name}", "slots", "add", "keyring")


def use(desktop, vault):
    """Puts the vault where the program looks for it; the program forgets that it saw it newer."""
    place = desktop.home / "data/countersign"
    for old in (place, desktop.home / ".local/state/countersign"):
        shutil.rmtree(old, ignore_errors=True)
    shutil.copytree(vault, place)


def unlocked(desktop, program, vault):
    """The release with an open vault, unlocked as a person does it."""
    use(desktop, vault)
    wait(lambda: not desktop.is_painted())
    process = desktop.start(program)
    wait(desktop.is_painted)
    time.sleep(1)
    locked = desktop.picture()
    desktop.run("xdotool", "type", PASSWORD)
    desktop.press("Return")
    wait(lambda: 2 * sum(a != b for a, b in zip(locked, desktop.picture())) > len(locked))
    return process


def unlock_with_kit(desktop, window, count, script=f"{KEEP} done();"):
    """A kit costs no Argon2id, so what is left is the program's own time."""
    window.wait_for("unlock-use-kit")
    window.run("document.querySelector('[data-testid=unlock-use-kit]').click()")
    window.wait_for("unlock-kit")
    words = (desktop.home / f"kit-{count}").read_text()
    window.run("""const area = document.querySelector("[data-testid=unlock-kit]");
        area.value = arguments[0]; area.dispatchEvent(new InputEvent("input", { bubbles: true }));""", words)
    window.run("document.querySelector('[data-testid=unlock-submit]').click()")
    window.wait_for("recovered-keep")
    answer = window.promise(script)
    window.wait_for("nav-lock")
    return answer
