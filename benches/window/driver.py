"""The little of WebDriver that is needed, for a build of the program that lets itself be driven."""
import json, socket, urllib.error, urllib.request

from desktop import end, wait


class Driven:
    """The program's window, driven by WebKitWebDriver."""

    def __init__(self, desktop, program):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        env = {"TAURI_WEBVIEW_AUTOMATION": "true"}
        self.process = desktop.start("WebKitWebDriver", f"--port={port}", env=env)
        wait(lambda: socket.socket().connect_ex(("127.0.0.1", port)) == 0)
        self.address = f"http://127.0.0.1:{port}/session"
        options = {"webkitgtk:browserOptions": {"binary": str(program), "args": []}}
        session = self.ask("", {"capabilities": {"alwaysMatch": options}})
        self.address += f"/{session['sessionId']}"
        self.ask("/timeouts", {"script": 120_000})

    def __enter__(self):
        return self

    def __exit__(self, *_):
        end(self.process)

    def ask(self, path, body):
        request = urllib.request.Request(self.address + path, json.dumps(body).encode())
        try:
            return json.load(urllib.request.urlopen(request, timeout=150))["value"]
        except urllib.error.HTTPError as error:
            raise SystemExit(error.read().decode()) from error

    def run(self, script, *args):
        """Runs a script in the page; what it returns is the answer."""
        return self.ask("/execute/sync", {"script": script, "args": args})

    def promise(self, script, *args):
        """The same for a script that must wait: it gives its answer to `done`."""
        script = f"const done = arguments[arguments.length - 1]; {script}"
        return self.ask("/execute/async", {"script": script, "args": args})

    def wait_for(self, id):
        wait(lambda: self.run("return !!document.querySelector(`[data-testid=${arguments[0]}]`)", id), pause=0.02)
