"""The import contracts: kept as the code stands, and each seen to break."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
#: A module, the import that must not stand in it, and the contract that says so.
BREACHES = [
    ("engine/domain/roster.py", "import admin", "The web application stands on the engine"),
    ("engine/domain/roster.py", "import engine.usecases.ports", "Inside the engine the arrows point one way"),
    ("engine/usecases/claim.py", "import engine.forms", "Inside the engine the arrows point one way"),
    ("engine/forms/form.py", "import engine.decisions", "Inside the engine the arrows point one way"),
    ("engine/feel/__init__.py", "import engine.errors", "Inside the engine the arrows point one way"),
    ("engine/packs/archive.py", "import SpiffWorkflow", "Only engine.bpmn knows SpiffWorkflow"),
    ("engine/usecases/claim.py", "import flask", "The engine knows no web framework"),
    ("engine/domain/roster.py", "import sqlalchemy", "Domain and use cases know the standard library only"),
]


def lint_imports(house: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    environment = {**os.environ, "PYTHONPATH": str(house)}
    return subprocess.run(command, cwd=house, env=environment, capture_output=True, text=True, check=False)


def a_copy(target: Path) -> Path:
    for name in ("engine", "admin"):
        shutil.copytree(HOUSE / name, target / name, ignore=lambda folder, names: [n for n in names if not _is_python(folder, n)])
    for name in ("wsgi.py", "pyproject.toml"):
        shutil.copy(HOUSE / name, target / name)
    return target


def _is_python(folder: str, name: str) -> bool:
    return name.endswith(".py") or ((Path(folder) / name).is_dir() and name not in {"node_modules", "__pycache__", "frontend", "static"})


def test_the_contracts_are_kept() -> None:
    """Nobody knows whom they may not know."""
    found = lint_imports(HOUSE)

    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize(("module", "line", "contract"), BREACHES)
def test_a_contract_breaks_where_it_should(tmp_path: Path, module: str, line: str, contract: str) -> None:
    """Each contract, broken on purpose in a copy, is reported by its name."""
    house = a_copy(tmp_path)
    file = house / module
    file.write_text(file.read_text(encoding="utf-8").replace("from __future__ import annotations", f"{line}", 1), encoding="utf-8")

    found = lint_imports(house)

    assert found.returncode == 1
    broken = [row for row in found.stdout.splitlines() if "BROKEN" in row]
    assert any(contract in row for row in broken), found.stdout
