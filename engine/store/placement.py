"""Under which account the embedded server runs, and where its data can lie for that account."""

from __future__ import annotations

import os
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine import errors
from engine.errors import Text

#: PostgreSQL refuses to run as root; `nobody` has this number on every Unix that we know.
NOBODY = 65534
#: Where root keeps what the unprivileged account must reach; nothing cleans this folder.
_SHARED = Path("/var/lib/onedoor")


@dataclass(frozen=True, kw_only=True)
class Account:
    """The account of the server's processes."""

    #: User and group number; None stays with the account that runs the program.
    uid: int | None = None

    @property
    def is_dropped(self) -> bool:
        """Tell whether privileges are given up for the server."""
        return self.uid is not None

    def popen(self) -> dict[str, Any]:
        """Return the arguments with which a process is started under this account."""
        if self.uid is None:
            return {}
        return {"user": self.uid, "group": self.uid, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Give a file or folder to the account."""
        if self.uid is not None:
            os.chown(path, self.uid, self.uid)


#: The account that runs the program.
OWN = Account()


def account() -> Account:
    """Return the account for the server: our own, but never root."""
    return Account(uid=NOBODY) if os.geteuid() == 0 else OWN


def prepare(directory: Path, account: Account) -> Path:
    """Make the folder for the server and return its real place. Raises SettingError.

    If the account cannot pass through the parents (a checkout below /root), the data lies in
    /var/lib/onedoor and `directory` becomes a link to it: permissions of others' folders stay.
    """
    try:
        directory.parent.mkdir(parents=True, exist_ok=True)
        if account.is_dropped and not directory.exists() and not _passes(directory.parent):
            _link_elsewhere(directory, account)
        directory.mkdir(mode=0o700, exist_ok=True)
        real = directory.resolve()
        account.own(real)
        real.chmod(0o700)
    except OSError as error:
        raise errors.SettingError(_unwritable(directory, error)) from error
    if account.is_dropped and not _passes(real.parent):
        raise errors.SettingError(_impassable(real))
    return real


def shared_home() -> Path:
    """Return the folder for what the unprivileged account must reach, made if need be."""
    _SHARED.mkdir(parents=True, exist_ok=True)
    _SHARED.chmod(0o755)
    return _SHARED


def _link_elsewhere(directory: Path, account: Account) -> None:
    if directory.is_symlink():
        directory.unlink()
    place = shared_home() / f"{directory.name}-{secrets.token_hex(4)}"
    place.mkdir(mode=0o700)
    account.own(place)
    directory.symlink_to(place)


def _passes(folder: Path) -> bool:
    """Tell whether everybody may pass through a folder and all above it."""
    real = folder.resolve()
    return all(path.stat().st_mode & stat.S_IXOTH for path in (real, *real.parents))


def _unwritable(directory: Path, error: OSError) -> Text:
    return Text(
        f"无法在“{directory}”建立数据库目录（{error.strerror}）。请检查磁盘空间和目录权限，或用 ONEDOOR_VAR 指定另一个目录。",
        f"The database folder {directory} cannot be made ({error.strerror}). Check disk space and permissions, "
        "or name another folder in ONEDOOR_VAR.",
    )


def _impassable(real: Path) -> Text:
    return Text(
        f"以 root 运行时数据库使用低权限账号，而该账号无法进入“{real.parent}”。"
        "请用 ONEDOOR_VAR 指定一个其他用户可进入的目录，例如 /var/lib/onedoor。",
        f"As root, the database runs under an unprivileged account, which cannot enter {real.parent}. "
        "Name a folder that others may enter in ONEDOOR_VAR, for example /var/lib/onedoor.",
    )
