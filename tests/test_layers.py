"""Who may know whom: each contract of pyproject.toml is broken once on purpose, and is seen to break."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

#: A contract, and a forbidden import that breaks it: the file and the line.
BROKEN = [
    ("The web application stands on the engine, never the other way round", "engine/bootstrap.py", "import admin.config"),
    ("Nothing knows the web server's entry", "engine/bootstrap.py", "import wsgi"),
    ("Nothing knows the web server's entry", "admin/home.py", "import wsgi"),
    ("Inside the engine the arrows point one way", "engine/domain/case.py", "from engine.store import cases"),
    ("Inside the engine the arrows point one way", "engine/usecases/claim.py", "from engine.bpmn import codec"),
    ("Inside the engine the arrows point one way", "engine/packs/reading.py", "from engine.store import packs"),
    ("Inside the engine the arrows point one way", "engine/decisions/model.py", "from engine.forms import form"),
    ("Inside the engine the arrows point one way", "engine/feel/names.py", "from engine import errors"),
    ("Inside the engine the arrows point one way", "engine/bootstrap.py", "from engine import cli"),
    ("Only engine.bpmn knows SpiffWorkflow", "engine/packs/reading.py", "import SpiffWorkflow"),
    ("Only engine.solving knows the optimisation library", "engine/usecases/team_operations.py", "import highspy"),
    ("The engine knows no web framework", "engine/jobs/queue.py", "import flask"),
    ("Domain and use cases know the standard library only", "engine/usecases/claim.py", "import sqlalchemy"),
]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Give a copy of the Python files that the contracts speak of."""
    for package in ("engine", "admin"):
        shutil.copytree(
            ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("node_modules", "static", "frontend", "__pycache__")
        )
    for file in ("pyproject.toml", "wsgi.py"):
        shutil.copy(ROOT / file, tmp_path / file)
    return tmp_path


def lint(folder: Path) -> tuple[int, str]:
    """Run import-linter over a folder, without a cache."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-logo", "--no-cache"]
    done = subprocess.run(command, cwd=folder, env={**os.environ, "PYTHONPATH": str(folder)}, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_every_contract_is_kept() -> None:
    """The code as it stands obeys all of them."""
    code, said = lint(ROOT)

    assert code == 0, said
    assert " 0 broken" in said


@pytest.mark.parametrize(("contract", "file", "line"), BROKEN, ids=[f"{file}: {line}" for _, file, line in BROKEN])
def test_a_forbidden_import_breaks_its_contract(copy: Path, contract: str, file: str, line: str) -> None:
    """One forbidden line anywhere is found and named."""
    target = copy / file
    source = target.read_text() if target.exists() else '"""New."""\n'
    target.write_text(f"{source}\n{line}\n")

    code, said = lint(copy)

    assert code == 1
    assert f"{contract} BROKEN" in said


def test_a_new_module_must_be_given_its_layer(copy: Path) -> None:
    """A module of the engine that no layer names is refused, so that the list stays whole."""
    (copy / "engine" / "sideways.py").write_text('"""New."""\n')

    code, said = lint(copy)

    assert code == 1
    assert "engine.sideways" in said
