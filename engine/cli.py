"""The command line: the same use cases and checks as in the browser."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from engine import bench, bootstrap, counties, demo, errors, feel, lifeline, measuring, rehearsal, serve
from engine.bpmn import importing
from engine.decisions import deciding, tck
from engine.errors import Problem
from engine.packs import archive, compare
from engine.packs.merging import packs
from engine.settings import Settings

#: Exit codes: all well; the thing examined has problems; the command itself could not be carried out.
OK, FOUND, FAILED = 0, 1, 2

#: Options without a value.
_SWITCHES = {"--json": "print JSON", "--year": "a whole year instead of a few dozen cases"}

#: Options with a value that need a word.
_VALUES = {
    "--title": "name in Chinese",
    "--title-en": "name in English (CODE County)",
    "--under": "code of the city or province to which it belongs",
    "--extends": "pack to build on (base)",
}

Handler = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command and return its exit code; errors are said in both languages."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.handler(options))
    except errors.CheckFailedError as error:
        _print_problems(error.problems)
        return FOUND
    except (errors.EngineError, feel.FeelError) as error:
        print(_sentences(error), file=sys.stderr)
        return FAILED


def _sentences(error: errors.EngineError | feel.FeelError) -> str:
    if isinstance(error, feel.FeelError):
        return f"{error.zh}\n{error.en}\n{error.excerpt()}"
    return f"{error.text.zh}\n{error.text.en}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m engine", description="OneDoor 一扇门")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add(commands, "serve", "start database, web server and worker on this machine", _serve)
    _add(commands, "init", "create or bring up to date the database and load the factory packs", _init)
    _add(commands, "worker", "run background work until stopped", _worker)
    _add(commands, "check", "check packs", _check, "PACK...", "--json")
    _add(commands, "scenario", "play scenario files or all of a folder", _scenario, "PATH...", "--json")
    _add(commands, "feel", "evaluate a FEEL expression", _feel, "EXPRESSION", "--context")
    _add(commands, "decide", "evaluate a decision", _decide, "FILE", "DECISION", "--input")
    _add(commands, "tck", "run a folder of DMN conformance cases", _tck, "DIR", "--json")
    _add(commands, "import-bpmn", "say whether a foreign diagram would run", _import_bpmn, "FILE", "--write", "--json")
    _add(commands, "figures", "print the figures of a jurisdiction or pack", _figures, "PLACE", "--period", "--by", "--json")
    _add(commands, "demo", "play the demonstrations of jurisdictions, or of all", _demo, "PLACE*", "--year")
    _add(commands, "bench", "measure, each figure beside its floor", _bench, "NAME*", "--json")
    _add(commands, "export", "write a pack as one archive, or its files into a folder", _export, "PACK", "FILE")
    _add(commands, "import", "check an archive, and adopt it for a jurisdiction", _import, "FILE", "--into")
    _add(commands, "compare", "say in words how two packs differ", _compare, "A", "B", "--json")
    _add(commands, "merge", "bring what two sides made of a pack together", _merge, "BASE", "OURS", "THEIRS", "--into", "--json")
    _add(commands, "new-county", "write the files of a new county", _new_county, "CODE", "--title", "--title-en", "--under", "--extends")
    return parser


def _add(commands: Any, name: str, words: str, handler: Handler, *arguments: str) -> None:
    command = commands.add_parser(name, help=words, description=words)
    command.set_defaults(handler=handler)
    for argument in arguments:
        if argument in _SWITCHES:
            command.add_argument(argument, action="store_true", help=_SWITCHES[argument])
        elif argument.startswith("--"):
            command.add_argument(argument, help=_VALUES.get(argument))
        else:
            many = {"...": "+", "*": "*"}.get(argument.lstrip(argument.rstrip(".*")))
            command.add_argument(argument.rstrip(".*").lower(), nargs=many, metavar=argument.rstrip(".*"))


def _serve(_options: argparse.Namespace) -> int:
    serve.serve(Settings.read())
    return OK


def _init(_options: argparse.Namespace) -> int:
    settings = Settings.read()
    with bootstrap.database(settings) as urls:
        bootstrap.initialise(settings, urls)
    return OK


def _worker(_options: argparse.Namespace) -> int:
    lifeline.watch(os.getpid())
    bootstrap.run_worker(Settings.read())
    return OK


def _check(options: argparse.Namespace) -> int:
    found: list[Problem] = []
    for pack in options.pack:
        found += bootstrap.check_pack(Settings.read(), pack)
    return _report(found, options)


def _import_bpmn(options: argparse.Namespace) -> int:
    found = importing.read(bootstrap.read_file(Path(options.file)), options.file)
    if options.write:
        Path(options.write).write_bytes(found.content)
    code = _report([*found.problems, *found.notes], options)
    if not options.json:
        print(found.verdict().zh, found.verdict().en, sep="\n")
    return code


def _report(problems: Sequence[Problem], options: argparse.Namespace) -> int:
    if options.json:
        _print_json([asdict(problem) for problem in problems])
    else:
        _print_problems(problems)
    return FOUND if any(problem.severity == "error" for problem in problems) else OK


def _print_problems(problems: Iterable[Problem]) -> None:
    for problem in problems:
        place = ":".join(str(part) for part in (problem.file, problem.line, problem.place) if part is not None)
        print(f"{place}: {problem.message.zh}{problem.cure.zh if problem.cure else ''}")
        print(f"{place}: {problem.message.en} {problem.cure.en if problem.cure else ''}".rstrip())


def _scenario(options: argparse.Namespace) -> int:
    report = rehearsal.play_files(Settings.read(), [Path(path) for path in options.path])
    print(report.as_json() if options.json else report.as_text())
    return OK if report.is_passed else FOUND


def _feel(options: argparse.Namespace) -> int:
    context = _json(options.context)
    value = feel.compile(options.expression, names=context).evaluate(context)
    _print_json(feel.to_json(value))
    return OK


def _decide(options: argparse.Namespace) -> int:
    _print_json(deciding.decide(bootstrap.read_file(Path(options.file)), options.decision, _json(options.input)))
    return OK


def _tck(options: argparse.Namespace) -> int:
    report = tck.run_tck(Path(options.dir))
    print(report.as_json() if options.json else report.as_text())
    return OK if report.is_passed else FOUND


def _figures(options: argparse.Namespace) -> int:
    found = measuring.sheet(Settings.read(), options.place, options.period, options.by)
    if options.json:
        _print_json(measuring.as_json(found))
    else:
        print(measuring.table(found, "zh"))
    return OK


def _demo(options: argparse.Namespace) -> int:
    number = demo.play(Settings.read(), options.place, is_year=options.year, tell=_tell_progress)
    print(f"{number} 件。/ {number} cases.")
    return OK


def _tell_progress(progress: demo.Progress) -> None:
    """Draw a bar over the one before."""
    width = 30
    share = progress.done * width // max(progress.total, 1)
    end = "\n" if progress.done == progress.total else ""
    print(
        f"\r{progress.place.zh} [{'#' * share}{'.' * (width - share)}] {progress.done}/{progress.total} ",
        end=end,
        file=sys.stderr,
        flush=True,
    )


def _bench(options: argparse.Namespace) -> int:
    rows = bench.measure(Settings.read(), options.name)
    if options.json:
        _print_json([asdict(row) for row in rows])
    else:
        print(bench.table(rows))
    return OK


def _export(options: argparse.Namespace) -> int:
    target = Path(options.file)
    if target.is_dir():
        print("\n".join(bootstrap.write_pack(Settings.read(), options.pack, target)))
    else:
        target.write_bytes(bootstrap.export_pack(Settings.read(), options.pack))
    return OK


def _import(options: argparse.Namespace) -> int:
    content = bootstrap.read_file(Path(options.file))
    if options.into is None:
        return _report(bootstrap.check_archive(Settings.read(), archive.read_archive(content)), argparse.Namespace(json=False))
    bootstrap.import_pack(Settings.read(), content, options.into)
    return OK


def _compare(options: argparse.Namespace) -> int:
    settings = Settings.read()
    differences = compare.compare(bootstrap.pack_files(settings, options.a), bootstrap.pack_files(settings, options.b))
    if options.json:
        _print_json([asdict(difference) for difference in differences])
    else:
        print("\n".join(line for locale in ("zh", "en") for line in compare.lines(differences, locale)))
    return FOUND if differences else OK


def _merge(options: argparse.Namespace) -> int:
    settings = Settings.read()
    found = packs.merge_packs(*(bootstrap.pack_files(settings, pack) for pack in (options.base, options.ours, options.theirs)))
    written = packs.write(found, Path(options.into)) if options.into else []
    if options.json:
        conflicts = [each.as_json() for each in found.conflicts]
        _print_json({"conflicts": conflicts, "problems": [asdict(each) for each in found.problems], "written": written})
    else:
        _print_merge(found, written)
    return FOUND if found.conflicts or any(each.severity == "error" for each in found.problems) else OK


def _print_merge(found: packs.MergedPack, written: Sequence[str]) -> None:
    for locale in ("zh", "en"):
        print("\n".join(line for each in found.conflicts for line in each.lines(locale)), end="\n" if found.conflicts else "")
    _print_problems(found.problems)
    print("\n".join(written), end="\n" if written else "")
    number = len(found.conflicts)
    print(f"{number} 处冲突。" + ("冲突之处暂按我方。" if number else "") + ("" if written else "没有写入文件；要写入，请加 --into。"))
    print(f"{number} conflicts." + (" Ours stands in each." if number else "") + ("" if written else " Nothing was written; add --into."))


def _new_county(options: argparse.Namespace) -> int:
    named = {name: value for name, value in vars(options).items() if name in ("title_en", "extends") and value is not None}
    county = counties.County(code=options.code, title=options.title or "", parent=options.under, **named)
    files, problems = counties.write(county, Settings.read())
    _print_problems(problems)
    print("\n".join(files))
    print(f"已写好 {len(files)} 个文件。下一步：改成本县的内容，再运行 python -m engine check {county.code}。")
    print(f"{len(files)} files. Next: make them your own, then run python -m engine check {county.code}.")
    return FOUND if problems else OK


def _json(text: str | None) -> dict[str, Any]:
    try:
        value = json.loads(text or "{}")
    except json.JSONDecodeError as error:
        zh, en = f"这不是 JSON：第{error.lineno}行第{error.colno}个字处读不下去。", f"This is not JSON: {error}."
        raise errors.SettingError(errors.Text(zh, en)) from error
    if not isinstance(value, dict):
        raise errors.SettingError(errors.Text("请给出一个 JSON 对象。", "Give a JSON object."))
    return value


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))
