"""Diagrams are written by people whom the server must not trust."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import orjson
import pytest
from bpmn_builders import (
    HEAD,
    Play,
    a_catalogue,
    bpmn,
    element,
    flows,
    gateway,
    play,
    problems_of,
    process,
    script,
    several,
    start_end,
    texts,
    timer,
    user,
)

from engine.bpmn import xmlfile
from engine.bpmn.codec import StateError
from engine.bpmn.tree import NoPython
from engine.errors import ProcessError

SOUND = process(start_end("start>a>end"), user("a"))
#: Python that is FEEL as well by its form, so that only running it would show.
INNOCENT = "eval(compile(1, 2, 3))"


@pytest.fixture(scope="module")
def compiled() -> Iterator[list[str]]:
    """Collect what Python compiles and executes while `watching` holds True."""
    seen: list[str] = []
    watching = [True]

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if watching[0] and event in ("compile", "exec", "os.system", "subprocess.Popen"):
            seen.append(event)

    sys.addaudithook(hook)
    yield seen
    watching[0] = False


@pytest.mark.parametrize(
    "text", ["__import__('os').system('id')", "open('/etc/passwd').read()", "().__class__.__base__.__subclasses__()", "x = 1; import os"]
)
def test_python_in_a_diagram_is_refused_or_means_nothing(text: str, compiled: list[str]) -> None:
    """Conditions, scripts, timers, lists, completion conditions, inputs and assignments: none of it is ever compiled as Python."""
    play(bpmn(SOUND))
    compiled.clear()

    for content in everywhere(text):
        try:
            catalogue = None if problems_of(content) else a_catalogue(content)
            if catalogue:
                Play(catalogue).start()
        except ProcessError:
            continue  # an expression without a value stops the step: that is allowed, running it is not

    assert compiled == []


def test_python_that_is_feel_by_its_form_is_evaluated_as_feel(compiled: list[str]) -> None:
    """Unknown functions give null; nothing is called."""
    compiled.clear()

    case = play(bpmn(process(start_end("start>s>a>end"), script("s", INNOCENT, "x"), user("a"))))

    assert case.document == {"x": None}
    assert compiled == []


def everywhere(text: str) -> Iterator[bytes]:
    """Put a text wherever the library would run Python."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    yield bpmn(process(start_end("start>g", f"g>a:{text}", "g>end", "a>end"), gateway("exclusive", "g", default="end"), user("a")))
    yield bpmn(process(start_end("start>a>end"), script("a", escaped, "x")))
    yield bpmn(process(start_end("start>a>end"), timer("intermediateCatchEvent", "a", text)))
    yield bpmn(process(start_end("start>a>end"), timer("intermediateCatchEvent", "a", text, kind="timeDate")))
    yield bpmn(process(start_end("start>a>end"), user("a", several(text, "n"))))
    yield bpmn(process(start_end("start>a>end"), user("a", several("[1]", "n", until=text))))
    yield bpmn(process(start_end("start>a>end"), user("a", onedoor_assign=text)))
    inputs = f"<extensionElements><onedoor:input name='x' value=\"={escaped}\"/></extensionElements>"
    yield bpmn(process(start_end("start>a>end"), element("serviceTask", "a", inputs, onedoor_operation="x")))
    spiff = (
        "<extensionElements xmlns:s='http://spiffworkflow.org/bpmn/schema/1.0/core'>"
        f"<s:preScript>{escaped}</s:preScript><s:postScript>{escaped}</s:postScript></extensionElements>"
    )
    yield bpmn(process(start_end("start>a>end"), user("a", spiff)))


def test_the_library_has_no_script_engine_to_run() -> None:
    """Should any path of the library come to evaluate text, it is refused."""
    engine = NoPython()

    for call in (engine.evaluate, engine.execute):
        with pytest.raises(ProcessError, match="Python is not allowed in a process"):
            call(None, "1")  # type: ignore[arg-type]
    with pytest.raises(ProcessError, match="Python is not allowed in a process"):
        engine.call_service(None, operation_name="x")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "Line 1 is not valid XML."),
        (b"<definitions", "Line 1 is not valid XML."),
        (b"<html/>", "This is not a BPMN 2.0 process file."),
        (b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>', "A DOCTYPE declaration is not allowed in the file."),
        (b" " * (xmlfile.MAX_BYTES + 1), "The file is too large: at most 2 MB."),
        (b"<a>" * 300 + b"</a>" * 300, "Line 1 is not valid XML."),
        (bpmn("<!-- x -->"), "The file has no process that can be run."),
        (bpmn("<process id='x' isExecutable='false'/>"), "The file has no process that can be run."),
        (bpmn("<process id='x'/>"), "The process is empty."),
    ],
)
def test_a_file_that_is_no_sound_bpmn_is_refused(content: bytes, expected: str) -> None:
    """Entities, giants and other formats end in one sentence."""
    assert texts(problems_of(content)) == [expected]


def test_a_diagram_with_too_many_elements_is_refused() -> None:
    """The number of elements is bounded whatever they are."""
    content = (HEAD + "<process id='x'>" + "<documentation/>" * xmlfile.MAX_ELEMENTS + "</process></definitions>").encode()

    assert texts(problems_of(content)) == ["The diagram is too large: at most 20000 elements."]


def test_what_breaks_the_schema_is_said_with_its_line() -> None:
    """The validator's words are kept, with the file's line."""
    found = problems_of(bpmn("\n", process(start_end("start>a>end"), element("noSuchTask", "a"))))

    assert found[0].line == 2
    assert found[0].message.en.startswith("It does not follow the BPMN 2.0 standard: Element 'noSuchTask': This element is not expected.")


@pytest.mark.parametrize(
    "state", [b"", b"\x01", b"\x09[]", b"\x01[1,2,null,false,[]]", b'\x01[1,2,null,false,[["gone",null,[]]]]', b"\x02nonsense"]
)
def test_a_state_that_cannot_be_read_is_an_error_in_words(state: bytes) -> None:
    """A newer version's state, a cut one, or one of a process that is gone."""
    case = play(bpmn(SOUND))

    with pytest.raises(StateError):
        case.catalogue.inspect("main", state, case.run())


def test_a_thousand_rounds_leave_a_state_of_the_same_size() -> None:
    """Each round makes as many tasks as the first and leaves as many bytes, with a timer on the edge of its last task."""
    content = bpmn(
        process(
            start_end("start>m>p>a>j>again>g", "p>b>j", "late>m"),
            flows("g>m:more", "g>end"),
            gateway("exclusive", "m"),
            gateway("parallel", "p"),
            gateway("parallel", "j"),
            gateway("exclusive", "g", default="end"),
            user("a"),
            user("b"),
            timer("boundaryEvent", "late", "P9D", attachedToRef="again"),
            user("again"),
        )
    )

    case = play(content, document={"more": True})
    sizes, kept, made = [], [], [number_of(case)]
    for _ in range(1000):
        case.complete("b").complete("a").complete("again")
        sizes.append(len(case.outcome.state))
        kept.append(case.outcome.state.count(b'"'))
        made.append(number_of(case))

    assert max(sizes) < 200
    assert max(sizes) - min(sizes) < 10
    assert set(kept) == {kept[0]}
    assert len({later - earlier for earlier, later in pairwise(made)}) == 1
    assert case.complete("b").complete("a").complete("again", more=False).outcome.is_ended


def number_of(case: Play) -> int:
    """Return how many tasks the process has made so far: the work of a step, whatever the clock says."""
    serial: int = orjson.loads(case.outcome.state[1:])[1]
    return serial


def test_large_entries_are_compressed_and_come_back() -> None:
    """A state beyond two kilobytes is packed; what is read is what was written."""
    people = [{"name": f"当事人{n}", "address": "陇西县" * 20} for n in range(30)]

    case = play(bpmn(process(start_end("start>a>end"), user("a", several("people", "p")))), document={"people": people})

    assert case.outcome.state[:1] == b"\x02"
    assert len(case.outcome.state) < 2048
    assert [task.entry for task in case.outcome.tasks] == [{"p": person} for person in people]


def test_threads_share_one_catalogue() -> None:
    """Cases of many threads do not see each other."""
    catalogue = a_catalogue(
        bpmn(
            process(start_end("start>s>a>t>end"), script("s", "= n + 1", "x"), user("a", several("list", "i")), script("t", "= x + n", "y"))
        )
    )

    def whole(number: int) -> Any:
        case = Play(catalogue, document={"n": number, "list": list(range(number % 4))}).start()
        while not case.outcome.is_ended:
            case.complete("a")
        return case.document["y"]

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(whole, range(200)))

    assert found == [2 * number + 1 for number in range(200)]
