"""A database of samples, Datasette on it over a real socket, and a real browser."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

INGEST = Path(sys.executable).with_name("ingest")
CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
Serve = Callable[..., "Any"]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample pages, read once for all tests that only look."""
    folder = tmp_path_factory.mktemp("made")
    subprocess.run([INGEST, "run", "--source", "kazinform", "--sample"], cwd=folder, check=True, capture_output=True)
    return folder / "sample.db"


@pytest.fixture
def sample(made: Path, tmp_path: Path) -> Path:
    """A copy of the sample database that a test may change."""
    for file in made.parent.glob("sample*"):
        shutil.copy(file, tmp_path)
    return tmp_path / "sample.db"


@contextmanager
def served(*arguments: object) -> Iterator[str]:
    """Datasette with these arguments on a free port; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "datasette", "serve", *map(str, arguments), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        address = f"http://127.0.0.1:{port}"
        for _ in range(200):
            if process.poll() is not None:
                pytest.fail(f"Datasette ended: {process.stderr.read().decode() if process.stderr else ''}")
            try:
                httpx.get(f"{address}/-/versions.json")
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.communicate()


@pytest.fixture(scope="session")
def site(made: Path) -> Iterator[str]:
    """The sample database in Datasette, as plain ``datasette sample.db`` shows it."""
    with served(made) as address:
        yield address


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Headless Chromium that keeps what pages write to its console."""
    if CHROMIUM is None or DRIVER is None:
        pytest.skip("no chromium and chromedriver here: apt-get install chromium chromium-driver")
    from selenium import webdriver  # noqa: PLC0415 - only where there is a browser
    from selenium.webdriver.chrome.service import Service  # noqa: PLC0415

    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    profile = tmp_path_factory.mktemp("profile")
    for argument in (
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage",
        "--disable-background-networking", "--disable-component-update", "--disable-sync", f"--user-data-dir={profile}",
    ):  # fmt: skip
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    driver.set_page_load_timeout(60)
    driver.set_script_timeout(60)
    yield driver
    driver.quit()
