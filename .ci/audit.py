"""Look up known vulnerabilities of what we depend on. Fails on one it learns of, warns when nobody could be asked."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

THEME = Path("workstate/theme/static_src")
SECONDS = 90


def main() -> int:
    """The exit code: 1 when something vulnerable is known to be installed."""
    found = [*python_packages(), *theme_packages()]
    for line in found:
        print(line)
    return 1 if found else 0


def python_packages() -> list[str]:
    """One line for each vulnerable Python package."""
    answer = ask(
        [sys.executable, "-m", "pip_audit", "--format=json", "--progress-spinner=off", "--local", "--timeout=5"]
    )
    packages = answer.get("dependencies", [])
    checked = [package for package in packages if "vulns" in package]
    if not checked:
        warn("Python packages")
    return [
        f"{package['name']} {package['version']}: {vulnerability['id']}, {fixed(vulnerability.get('fix_versions'))}"
        for package in checked
        for vulnerability in package["vulns"]
    ]


def theme_packages() -> list[str]:
    """One line for each vulnerable package that the theme is built from."""
    if not THEME.is_dir():
        return []
    answer = ask(["npm", "audit", "--json", "--prefix", str(THEME)])
    if "vulnerabilities" not in answer:
        warn("npm packages")
    return [
        f"{name}: {entry.get('severity')} ({', '.join(titles(entry.get('via', [])))})"
        for name, entry in answer.get("vulnerabilities", {}).items()
    ]


def titles(via: list[Any]) -> list[str]:
    return [str(cause.get("title")) if isinstance(cause, dict) else f"through {cause}" for cause in via]


def fixed(versions: list[str] | None) -> str:
    return f"fixed in {', '.join(versions)}" if versions else "no fix yet"


def ask(command: list[str]) -> dict[str, Any]:
    """What the tool printed as JSON; empty when it could not say anything."""
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=SECONDS, check=False, stdin=subprocess.DEVNULL
        )
        answer = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return {}
    return answer if isinstance(answer, dict) else {}


def warn(what: str) -> None:
    print(f"   Warning: no source of advisories answered for the {what}; they are not checked.")


if __name__ == "__main__":
    sys.exit(main())
