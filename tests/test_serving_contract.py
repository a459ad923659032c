"""Schemathesis asks the service for what its own OpenAPI allows, and for what it does not; it must find nothing."""

import subprocess
import sys

import pytest

pytest.importorskip("fastapi", reason="the service's packages are not installed: pip install attribution-audit[serve]")
pytest.importorskip("python_multipart", reason="the service's packages are not installed")
pytest.importorskip("uvicorn", reason="the service's packages are not installed")
pytest.importorskip("schemathesis", reason="schemathesis is not installed: pip install schemathesis")

from tests.service import TOKEN, Running

# What the schema allows as a text need not be an article in English, nor short enough.
CONFIGURATION = "[checks.positive_data_acceptance]\nexpected-statuses = [200, 413, 422]\n"


@pytest.mark.parametrize("token", [None, TOKEN], ids=["open", "token"])
def test_schemathesis_finds_nothing(tmp_path, token):
    (tmp_path / "schemathesis.toml").write_text(CONFIGURATION, encoding="utf-8")
    with Running(token=token) as service:
        done = subprocess.run(
            [
                *(sys.executable, "-m", "schemathesis.cli", "--config-file", "schemathesis.toml", "run"),
                f"http://127.0.0.1:{service.port}/openapi.json",
                *("--max-examples", "40", "--seed", "1", "--no-color"),
                *(("-H", f"Authorization: Bearer {token}") if token else ()),
            ],
            cwd=tmp_path,  # where it leaves its own files
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "3 selected / 3 total" in done.stdout
