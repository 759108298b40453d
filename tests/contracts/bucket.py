"""A bucket that is none of ours: rclone's S3 server, which checks signatures as Amazon's does."""

from __future__ import annotations

import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

NAME = "workstate-files"
SECONDS_TO_START = 20.0


@dataclass(frozen=True, slots=True)
class Bucket:
    address: str
    key: str
    secret: str
    folder: Path

    def environment(self, **changes: str) -> dict[str, str]:
        """What is said of it to Workstate."""
        return {
            "AWS_STORAGE_BUCKET_NAME": NAME,
            "AWS_S3_ENDPOINT_URL": self.address,
            "AWS_S3_REGION_NAME": "eu-central-1",
            "AWS_S3_ADDRESSING_STYLE": "path",
            "AWS_ACCESS_KEY_ID": self.key,
            "AWS_SECRET_ACCESS_KEY": self.secret,
            **changes,
        }

    def objects(self) -> list[str]:
        root = self.folder / NAME
        return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


@contextmanager
def running_bucket(folder: Path) -> Iterator[Bucket]:
    """Serve a bucket from the folder on loopback, and end the server afterwards."""
    (folder / NAME).mkdir(parents=True)
    program = shutil.which("rclone", path=str(Path(sys.executable).parent)) or shutil.which("rclone")
    if program is None:
        pytest.fail("There is no rclone; `make setup` installs it.")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    key, secret = secrets.token_hex(10), secrets.token_hex(20)
    command = [program, "serve", "s3", "--addr", f"127.0.0.1:{port}", "--auth-key", f"{key},{secret}", str(folder)]
    environment = {"HOME": str(folder.parent), "RCLONE_CONFIG": "/dev/null"}
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port, server)
        yield Bucket(f"http://127.0.0.1:{port}", key, secret, folder)
    finally:
        server.terminate()
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if server.poll() is not None or time.monotonic() > deadline:
                pytest.fail("rclone did not start to serve.")
            time.sleep(0.05)
        else:
            return
