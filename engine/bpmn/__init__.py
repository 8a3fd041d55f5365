"""Processes as data: BPMN diagrams read, checked and carried out."""

from collections.abc import Mapping

from engine.bpmn import checking, naming
from engine.bpmn.catalogue import DecisionRunner, ProcessCatalogue
from engine.bpmn.naming import Known
from engine.errors import Problem

__all__ = ["DecisionRunner", "Known", "ProcessCatalogue", "lint", "read_processes"]


def read_processes(files: Mapping[str, bytes], *, decisions: DecisionRunner) -> tuple[ProcessCatalogue | None, list[Problem]]:
    """Read all diagrams of a release, whatever else is among the files; None if one of them holds an error."""
    catalogue = ProcessCatalogue.of(checking.diagrams(files), decisions)
    is_broken = any(problem.severity == "error" for problem in catalogue.problems)
    return (None if is_broken else catalogue), list(catalogue.problems)


def lint(files: Mapping[str, bytes], *, known: Known) -> list[Problem]:
    """Return everything that is wrong with the diagrams among some files, names that lead nowhere included."""
    processes, problems = checking.read_and_check(checking.diagrams(files))
    named = [problem for process in processes.values() for problem in naming.check(process, known)]
    return [*problems, *named]
