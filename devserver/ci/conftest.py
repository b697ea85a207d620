"""The fixture `devserver`: a development server for each test, on ports of its own.

Put this file beside your tests. It needs pytest, and authforge-devserver on the PATH. A test may change how the
server starts: @pytest.mark.devserver("--tls", "certificates").
"""

import json
import os
import queue
import subprocess
import threading
import urllib.request

import pytest

START_SECONDS = float(os.environ.get("START_SECONDS", "30"))
ANSWER_SECONDS = 60
STOP_SECONDS = 10


class DevServer:
    """A running server. The fields of its ready line are attributes: url, app_id, license_key, ..."""

    def __init__(self, *options):
        command = ["authforge-devserver", "--exit-with-stdin", *options]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        try:
            self.contact = json.loads(self._first_line())
        except BaseException:
            self._process.kill()
            self._process.wait()
            raise
        self.__dict__.update(self.contact)

    def _first_line(self):
        lines = queue.Queue()
        threading.Thread(target=lambda: lines.put(self._process.stdout.readline()), daemon=True).start()
        try:
            line = lines.get(timeout=START_SECONDS)
        except queue.Empty:
            raise RuntimeError(f"the server did not start in {START_SECONDS} s") from None
        if not line:
            raise RuntimeError(f"the server did not start: it ended with {self._process.wait(STOP_SECONDS)}")
        return line

    def environment(self):
        """For the program under test: AUTHFORGE_URL, AUTHFORGE_APP_SECRET, ..."""
        told = {f"AUTHFORGE_{name.upper()}": value for name, value in self.contact.items() if value}
        return {**os.environ, **told}

    def control(self, method, path, body=None):
        """Asks the developer API and the test controls; an answer that is no success is an error."""
        request = urllib.request.Request(self.admin_url + path, method=method)
        request.add_header("authorization", f"Bearer {self.admin_key}")
        data = None if body is None else json.dumps(body).encode()
        with urllib.request.urlopen(request, data, timeout=ANSWER_SECONDS) as answer:
            return json.loads(answer.read() or "null")

    def wait_for(self, endpoint, count=1, seconds=15):
        """Waits until so many requests have arrived at validate, heartbeat, ...; gives them."""
        path = f"/dev/requests?endpoint={endpoint}&at_least={count}&timeout_ms={int(seconds * 1000)}"
        requests = self.control("GET", path)["requests"]
        assert len(requests) >= count, f"{len(requests)} requests at {endpoint} in {seconds} s, need {count}"
        return requests

    def fault(self, fault, **narrowed):
        """The next requests meet this: fault("gateway_429", endpoint="heartbeat", count=2)."""
        return self.control("POST", "/dev/faults", {"fault": fault, **narrowed})

    def revoke(self, license_key=None):
        path = f"/v1/licenses/{license_key or self.license_key}"
        return self.control("PUT", path, {"action": "revoke"})

    def stop(self):
        """Ends it. One that has ended by itself is an error: what ran meanwhile has proved nothing."""
        ended = self._process.poll()
        self._process.stdin.close()
        try:
            status = self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            raise RuntimeError(f"the server did not end in {STOP_SECONDS} s") from None
        finally:
            self._process.stdout.close()
        if ended is not None or status != 0:
            raise RuntimeError(f"the server ended {'early, ' if ended is not None else ''}with {status}")


def pytest_configure(config):
    config.addinivalue_line("markers", "devserver(*options): how the development server is started")


@pytest.fixture
def devserver(request):
    marker = request.node.get_closest_marker("devserver")
    server = DevServer(*(marker.args if marker else ()))
    yield server
    server.stop()
