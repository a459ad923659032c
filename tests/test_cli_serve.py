"""``attribution serve`` as a process: what it says, with which code it ends, and one whole run with the models."""

import http.client
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("fastapi", reason="the service's packages are not installed: pip install attribution-audit[serve]")
pytest.importorskip("python_multipart", reason="the service's packages are not installed")
pytest.importorskip("uvicorn", reason="the service's packages are not installed")

from attribution.schema import analysis_from_dict
from tests.service import PATIENCE, TOKEN

ROOT = Path(__file__).parents[1]
WITHOUT = {name: value for name, value in os.environ.items() if name != "ATTRIBUTION_TOKEN"}


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "attribution", "serve", *arguments],
        capture_output=True, text=True, check=False, cwd=ROOT, env={**WITHOUT, **environment}, timeout=4 * PATIENCE,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "environment", "code", "said"),
    [
        (["--host", "0.0.0.0"], {}, 2, "0.0.0.0 is reached from other machines and ATTRIBUTION_TOKEN is not set; "),
        (["--host", "::"], {"ATTRIBUTION_TOKEN": "short"}, 2, "ATTRIBUTION_TOKEN has 5 characters and takes 16 or "),
        (["--host", "203.0.113.250"], {"ATTRIBUTION_TOKEN": TOKEN}, 1, "cannot listen on 203.0.113.250 port 8765"),
        (["--models", "none-such"], {}, 1, 'no model "none-such"'),
        (["--profile", "tabloid"], {}, 2, 'no profile "tabloid"'),
    ],
)  # fmt: skip
def test_what_cannot_be_started_is_told_in_one_line(arguments, environment, code, said):
    done = run(*arguments, **environment)
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.startswith(f"attribution: {said}")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("package", ["fastapi", "uvicorn", "python_multipart"])
def test_without_its_packages_it_says_what_to_install(package):
    code = f"import sys; sys.modules[{package!r}] = None; sys.argv[1:] = ['serve']; import attribution.__main__"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 1
    assert done.stderr == (
        'attribution: the service needs packages that are not installed; run: pip install "attribution-audit[serve]"\n'
    )


@pytest.mark.model
def test_a_story_goes_in_and_its_analysis_comes_out_and_nothing_of_it_stays(tmp_path):
    story = (ROOT / "examples" / "wire.txt").read_text(encoding="utf-8")
    places = dict.fromkeys(("TMPDIR", "HOME", "XDG_CACHE_HOME"), str(tmp_path))
    process = subprocess.Popen(
        [sys.executable, "-m", "attribution", "serve", "--port", "0"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path,
        env={**WITHOUT, **places, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    try:
        first = process.stderr.readline()
        port = re.fullmatch(r"attribution: ready: http://127\.0\.0\.1:(\d+)/\n", first)
        assert port, first
        connection = http.client.HTTPConnection("127.0.0.1", int(port[1]), timeout=4 * PATIENCE)
        headers = {"Content-Type": "text/plain"}
        connection.request("POST", "/analyze", story.encode(), headers)
        answer = connection.getresponse()
        assert answer.status == 200
        analysis = analysis_from_dict(json.loads(answer.read()), text=story)
        connection.request("POST", "/analyze?format=html", story.encode(), headers)
        assert b"</html>" in connection.getresponse().read()
        connection.request("GET", "/models")
        assert json.loads(connection.getresponse().read())["version"] == analysis.models.version
        connection.close()
        process.send_signal(signal.SIGTERM)
        out, log = process.communicate(timeout=4 * PATIENCE)
    finally:
        process.kill()
        process.communicate()
    assert len(analysis.quotes) > 5
    assert process.returncode == 0
    assert out == ""
    lines = log.splitlines()
    assert lines[-1] == "attribution: stopped"
    requests = [re.search(r"127\.0\.0\.1 (\S+ \S+ \d+) [\d.]+s$", line) for line in lines[:-1]]
    assert [line and line[1] for line in requests] == ["POST /analyze 200", "POST /analyze 200", "GET /models 200"]
    assert list(tmp_path.rglob("*")) == []
