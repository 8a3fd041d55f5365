"""The check of all diagrams of a release: reading, drawing, expressions, calls."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from engine.bpmn import calling, expressions, reading, shapes, signals, structure
from engine.bpmn.model import Process
from engine.errors import Problem, Text

_FOLDER, _SUFFIX = "processes/", ".bpmn"


def chosen(files: Mapping[str, bytes], chain: Sequence[str]) -> dict[str, bytes]:
    """Return the diagrams that count, own pack first: a file hides those of the same name further up the chain."""
    found: dict[str, str] = {}
    for pack in chain:
        for path in sorted(files):
            folder, _, name = path.rpartition("/")
            if folder == f"{_FOLDER}{pack}" and name.endswith(_SUFFIX):
                found.setdefault(name, path)
    return {path: files[path] for path in found.values()}


def diagrams(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the diagrams among some files."""
    return {path: content for path, content in sorted(files.items()) if path.endswith(_SUFFIX)}


def read_and_check(files: Mapping[str, bytes]) -> tuple[dict[str, Process], list[Problem]]:
    """Return the processes by id, the first of an id counting, and everything that is wrong with them."""
    processes: dict[str, Process] = {}
    problems: list[Problem] = []
    for path, content in files.items():
        found, wrong = reading.read(path, content)
        problems.extend(wrong)
        for process in found:
            problems.extend(_repeated(process, processes))
            processes.setdefault(process.id, process)
        problems.extend(shapes.check(path, content) if found else ())
    for process in processes.values():
        problems.extend(structure.check(process))
        problems.extend(expressions.check(process))
    problems.extend(calling.check(processes))
    problems.extend(signals.check(processes))
    return processes, problems


def sound(processes: Mapping[str, Process], problems: Iterable[Problem]) -> list[Process]:
    """Return the processes that can be run: their files, and those of all that they call, are free of errors."""
    broken = {problem.file for problem in problems if problem.severity == "error"}
    good = {name for name, process in processes.items() if process.file not in broken}
    graph = calling.calls(processes)
    return [processes[name] for name in sorted(good) if calling.reached(graph, name) <= good]


def _repeated(process: Process, earlier: Mapping[str, Process]) -> Iterator[Problem]:
    other = earlier.get(process.id)
    # A pack may replace a process of the packs it extends.
    if other and other.file.rpartition("/")[0] == process.file.rpartition("/")[0]:
        message = Text(f"流程“{process.id}”在“{other.file}”里已经有了。", f"The process “{process.id}” is already in “{other.file}”.")
        cure = Text("请给其中一个换一个编号。", "Give one of them another id.")
        yield Problem(file=process.file, line=process.line, place=process.id, message=message, cure=cure)
