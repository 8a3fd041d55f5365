"""The profile: which elements of BPMN run here, which are only drawn, and which are refused and why.

One table drives the check and `docs/bpmn-profile.md`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from engine.errors import Text


class Support(StrEnum):
    """What becomes of an element."""

    RUNS = "runs"
    #: Shown in the diagram; has no effect when the process runs.
    DRAWN = "drawn"
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One element of BPMN."""

    #: Local name, for events with the kind of event: `boundaryEvent:timer`.
    key: str
    title: Text
    support: Support
    #: What it does here, or why it is refused.
    note: Text
    #: What to draw instead.
    cure: Text | None = None


def _runs(key: str, title: tuple[str, str], note: tuple[str, str]) -> Row:
    return Row(key=key, title=Text(*title), support=Support.RUNS, note=Text(*note))


def _drawn(key: str, title: tuple[str, str]) -> Row:
    note = Text("仅作图示,不影响运行。", "Shown only; no effect on the run.")
    return Row(key=key, title=Text(*title), support=Support.DRAWN, note=note)


def _refused(key: str, title: tuple[str, str], note: tuple[str, str], cure: tuple[str, str]) -> Row:
    return Row(key=key, title=Text(*title), support=Support.REFUSED, note=Text(*note), cure=Text(*cure))


_EVENT_INSTEAD = ("请改用定时或消息事件。", "Use a timer or message event instead.")
_USE_MESSAGE = ("请改用消息事件。", "Use a message event instead.")
_USE_FORM = (
    "请用表单、决策表或脚本任务的写入位置来说明数据。",
    "Say where data go by the places that forms, decisions and script tasks write.",
)
_USE_BOUNDARY = ("请把有关步骤放进子流程,在它的边上放边界事件。", "Put the steps into a sub-process and a boundary event on its edge.")
_ONLY_DESK = (
    "案件由工作人员在窗口或网上登记开始,不能由事件自行开始。",
    "A case begins with a registration, never by itself.",
)
_PLAIN_START = ("请改用普通开始事件。", "Use a plain start event.")

_ROWS: tuple[Row, ...] = (
    _runs("startEvent", ("开始事件", "start event"), ("每个流程和子流程恰好一个。", "Exactly one in each process and sub-process.")),
    _runs(
        "endEvent",
        ("结束事件", "end event"),
        ("最后一个令牌到达时结束;可写结束代码。", "Ends when no other token is left; may give an end code."),
    ),
    _runs(
        "endEvent:terminate",
        ("终止事件", "terminate end event"),
        ("立即结束所在的流程或子流程。", "Ends its process or sub-process at once."),
    ),
    _runs(
        "endEvent:error",
        ("错误结束事件", "error end event"),
        ("中断外层带有错误边界事件的子流程。", "Interrupts the surrounding sub-process that has an error boundary event."),
    ),
    _runs(
        "endEvent:escalation",
        ("上报结束事件", "escalation end event"),
        ("触发外层的上报边界事件。", "Triggers the surrounding escalation boundary event."),
    ),
    _runs("endEvent:message", ("消息结束事件", "message end event"), ("发出消息后结束。", "Sends its message and ends.")),
    _runs("intermediateThrowEvent", ("里程碑", "milestone (plain intermediate event)"), ("可改变案件状态。", "May set the case state.")),
    _runs(
        "intermediateThrowEvent:message",
        ("发出消息", "message throw event"),
        ("把消息记入历史,并交给本案中等待它的事件。", "Notes the message and gives it to events of the case that wait for it."),
    ),
    _runs(
        "intermediateThrowEvent:escalation",
        ("上报事件", "escalation throw event"),
        ("触发外层的上报边界事件。", "Triggers the surrounding escalation boundary event."),
    ),
    _runs(
        "intermediateCatchEvent:timer",
        ("等待时间", "timer catch event"),
        ("等到某时刻或期限;循环每次放行一个令牌。", "Waits for an instant or deadline; a cycle sends on one token each time."),
    ),
    _runs("intermediateCatchEvent:message", ("等待消息", "message catch event"), ("等到消息到来。", "Waits for a message.")),
    _runs(
        "boundaryEvent:timer",
        ("定时边界事件", "timer boundary event"),
        ("实线中断,虚线不中断;虚线循环可多次触发。", "Solid interrupts, dashed does not; a dashed cycle fires several times."),
    ),
    _runs(
        "boundaryEvent:message",
        ("消息边界事件", "message boundary event"),
        ("虚线时消息每来一次就触发一次。", "A dashed one fires as often as the message comes."),
    ),
    _runs(
        "boundaryEvent:error",
        ("错误边界事件", "error boundary event"),
        ("在子流程或调用活动上接住错误。", "Catches errors on a sub-process or call activity."),
    ),
    _runs(
        "boundaryEvent:escalation",
        ("上报边界事件", "escalation boundary event"),
        ("在子流程或调用活动上接住上报。", "Catches escalations on a sub-process or call activity."),
    ),
    _runs(
        "userTask", ("人工任务", "user task"), ("成为一项待办,可带表单、岗位、期限。", "Becomes a work item with form, role and deadline.")
    ),
    _runs("manualTask", ("线下任务", "manual task"), ("成为一项没有表单的待办。", "Becomes a work item without a form.")),
    _runs(
        "scriptTask",
        ("脚本任务", "script task"),
        ("计算一个 FEEL 表达式并写入案卷。", "Computes one FEEL expression and writes its value."),
    ),
    _runs(
        "businessRuleTask",
        ("决策任务", "business rule task"),
        ("回答一个 DMN 决策,写入决策声明的位置。", "Answers a DMN decision and writes to the place it declares."),
    ),
    _runs("serviceTask", ("自动任务", "service task"), ("执行目录中的一个操作。", "Carries out an operation of the catalogue.")),
    _runs("sendTask", ("发送任务", "send task"), ("执行操作和(或)发出消息。", "Carries out an operation, sends a message, or both.")),
    _runs("receiveTask", ("接收任务", "receive task"), ("等到消息到来。", "Waits for a message.")),
    _runs(
        "callActivity",
        ("调用活动", "call activity"),
        ("运行模板包里的另一个流程,共用同一份案卷。", "Runs another process of the pack on the same document."),
    ),
    _runs("subProcess", ("子流程", "embedded sub-process"), ("可加边界事件和多实例。", "May have boundary events and be multi-instance.")),
    _runs(
        "exclusiveGateway",
        ("排他网关", "exclusive gateway"),
        (
            "按文件顺序走第一个成立的条件,否则走默认路径。",
            "Takes the first condition that is true in the order of the file, else the default arrow.",
        ),
    ),
    _runs(
        "parallelGateway",
        ("并行网关", "parallel gateway"),
        ("分开全部路径;汇合时每条进线等一个令牌,在循环里也一样。", "Splits into all arrows; joins one token from each, in loops too."),
    ),
    _runs(
        "inclusiveGateway",
        ("包容网关", "inclusive gateway"),
        ("走全部成立的条件;汇合时等所有还会到来的令牌。", "Takes every condition that is true; joins all tokens that can still come."),
    ),
    _runs(
        "eventBasedGateway",
        ("事件网关", "event-based gateway"),
        (
            "定时和消息中最先发生的一个胜出,每个定时各有自己的时刻。",
            "The first of its timers and messages wins; each timer has its own instant.",
        ),
    ),
    _runs(
        "multiInstanceLoopCharacteristics",
        ("多实例", "multi-instance"),
        ("并行或依次,对列表的每一项各办一次。", "Once for each entry of a list, together or in turn."),
    ),
    *(
        _drawn(key, title)
        for key, title in (
            ("laneSet", ("泳道", "lanes")),
            ("textAnnotation", ("注释", "text annotation")),
            ("association", ("连线", "association")),
            ("group", ("分组", "group")),
            ("documentation", ("说明", "documentation")),
            ("extensionElements", ("扩展", "extension elements")),
            ("dataObject", ("数据对象", "data object")),
            ("dataObjectReference", ("数据对象引用", "data object reference")),
        )
    ),
    _refused(
        "task",
        ("未定类型的任务", "task without a type"),
        ("没有说明由谁或由什么来做。", "It does not say who or what does it."),
        ("请把它改成人工任务、自动任务或其他类型。", "Make it a user task, a service task or another kind."),
    ),
    _refused(
        "transaction",
        ("事务子流程", "transaction"),
        ("撤销无法可靠完成。", "Undoing cannot be done reliably."),
        ("请改用普通子流程和错误边界事件。", "Use a sub-process with an error boundary event."),
    ),
    _refused(
        "adHocSubProcess",
        ("自由子流程", "ad hoc sub-process"),
        ("没有确定的先后,无法检查。", "Without an order nothing about it can be checked."),
        ("请用并行或包容网关画出各步。", "Draw the steps with a parallel or inclusive gateway."),
    ),
    _refused(
        "eventSubProcess", ("事件子流程", "event sub-process"), ("它不会可靠地中断流程。", "It does not interrupt reliably."), _USE_BOUNDARY
    ),
    _refused(
        "complexGateway",
        ("复杂网关", "complex gateway"),
        ("含义因软件而异。", "Every tool reads it differently."),
        ("请改用排他、并行或包容网关。", "Use an exclusive, parallel or inclusive gateway."),
    ),
    _refused(
        "standardLoopCharacteristics",
        ("循环任务", "loop marker"),
        ("循环次数在图上看不见。", "How often it loops does not show."),
        ("请用排他网关画出回路,或用多实例。", "Draw the way back with an exclusive gateway, or use a multi-instance."),
    ),
    _refused(
        "isForCompensation",
        ("补偿活动", "compensation activity"),
        ("补偿不会执行。", "Compensation would not be carried out."),
        ("请把撤销步骤画成普通路径。", "Draw the steps that undo it as an ordinary path."),
    ),
    _refused("startEvent:timer", ("定时开始事件", "timer start event"), _ONLY_DESK, _PLAIN_START),
    _refused("startEvent:message", ("消息开始事件", "message start event"), _ONLY_DESK, _PLAIN_START),
    _refused("startEvent:conditional", ("条件开始事件", "conditional start event"), _ONLY_DESK, _PLAIN_START),
    *(
        _refused(
            f"{kind}:signal",
            (f"信号{zh}", f"signal {en}"),
            ("信号会传到别的案件,而结束信号根本不会发出。", "A signal reaches other cases, and one at an end is not sent at all."),
            _USE_MESSAGE,
        )
        for kind, zh, en in (
            ("startEvent", "开始事件", "start event"),
            ("intermediateCatchEvent", "捕获事件", "catch event"),
            ("intermediateThrowEvent", "抛出事件", "throw event"),
            ("boundaryEvent", "边界事件", "boundary event"),
            ("endEvent", "结束事件", "end event"),
        )
    ),
    *(
        _refused(
            f"{kind}:link",
            (f"链接{zh}", f"link {en}"),
            ("流程会停在这里不再前进。", "The process would stop here for ever."),
            ("请直接画顺序流。", "Draw the arrow itself."),
        )
        for kind, zh, en in (("intermediateThrowEvent", "抛出事件", "throw event"), ("intermediateCatchEvent", "捕获事件", "catch event"))
    ),
    *(
        _refused(
            f"{kind}:compensate",
            (f"补偿{zh}", f"compensation {en}"),
            ("补偿不会执行。", "Compensation would not be carried out."),
            ("请把撤销步骤画成普通路径。", "Draw the steps that undo it as an ordinary path."),
        )
        for kind, zh, en in (
            ("intermediateThrowEvent", "事件", "throw event"),
            ("boundaryEvent", "边界事件", "boundary event"),
            ("endEvent", "结束事件", "end event"),
        )
    ),
    *(
        _refused(
            f"{kind}:conditional",
            (f"条件{zh}", f"conditional {en}"),
            ("条件只会在到达时看一次,之后不再看。", "The condition is looked at once on arrival and never again."),
            _EVENT_INSTEAD,
        )
        for kind, zh, en in (("intermediateCatchEvent", "事件", "catch event"), ("boundaryEvent", "边界事件", "boundary event"))
    ),
    *(
        _refused(
            f"{kind}:cancel",
            (f"取消{zh}", f"cancel {en}"),
            ("它只属于事务子流程。", "It belongs to transactions only."),
            ("请改用错误事件。", "Use an error event."),
        )
        for kind, zh, en in (("endEvent", "结束事件", "end event"), ("boundaryEvent", "边界事件", "boundary event"))
    ),
    *(
        _refused(
            f"{kind}:multiple",
            (f"多重{zh}", f"multiple {en}"),
            ("几个触发条件混在一起。", "Several triggers are mixed in one."),
            ("请为每个触发条件各画一个事件。", "Draw one event for each trigger."),
        )
        for kind, zh, en in (
            ("startEvent", "开始事件", "start event"),
            ("intermediateCatchEvent", "捕获事件", "catch event"),
            ("intermediateThrowEvent", "抛出事件", "throw event"),
            ("boundaryEvent", "边界事件", "boundary event"),
            ("endEvent", "结束事件", "end event"),
        )
    ),
    _refused(
        "parallelEventGateway",
        ("并行事件网关", "parallel event-based gateway"),
        ("它只能用来开始流程。", "It can only begin a process."),
        ("请改用并行网关,各接一个等待事件。", "Use a parallel gateway with a catch event on each arrow."),
    ),
    _refused("instantiate", ("由消息创建流程", "instantiating receive task or gateway"), _ONLY_DESK, _PLAIN_START),
    _refused(
        "dataStore", ("数据存储", "data store"), ("流程只读写案卷。", "A process reads and writes the case document only."), _USE_FORM
    ),
    _refused(
        "dataStoreReference",
        ("数据存储引用", "data store reference"),
        ("流程只读写案卷。", "A process reads and writes the case document only."),
        _USE_FORM,
    ),
    _refused(
        "dataInputAssociation",
        ("数据输入连线", "data input association"),
        ("数据不会按连线移动。", "Data do not move along it."),
        _USE_FORM,
    ),
    _refused(
        "dataOutputAssociation",
        ("数据输出连线", "data output association"),
        ("数据不会按连线移动。", "Data do not move along it."),
        _USE_FORM,
    ),
    _refused(
        "ioSpecification", ("输入输出说明", "input/output specification"), ("数据不会按它移动。", "Data do not move by it."), _USE_FORM
    ),
    _refused(
        "loopDataOutputRef",
        ("多实例输出", "multi-instance output"),
        ("各项的结果不会按它汇总。", "Results are not collected by it."),
        ("请让表单写入以 [] 结尾的位置。", "Let the form write to a place that ends in []."),
    ),
)

PROFILE: Mapping[str, Row] = {row.key: row for row in _ROWS}

_UNKNOWN = Row(
    key="",
    title=Text("这种元素", "an element of this kind"),
    support=Support.REFUSED,
    note=Text("这里不能运行它。", "It cannot be run here."),
    cure=Text("请换用流程设计器里的元素。", "Use the elements that the process studio offers."),
)


def row(key: str) -> Row:
    """Return the row for an element; one that is not in the table is refused."""
    return PROFILE.get(key, _UNKNOWN)


def document() -> str:
    """Write the profile down as `docs/bpmn-profile.md`."""
    parts = [
        "# What of BPMN runs\n",
        "Made from the table in `engine/bpmn/profile.py` by `python -m engine.bpmn.profile`; a test keeps both the same.\n",
        "Conditions, scripts, timers and multi-instance lists are FEEL; Python is never run. All steps of a case read and write one document.\n",
        "## Runs\n\n" + _table(Support.RUNS, "what it does"),
        "## Shown only\n\n" + _table(Support.DRAWN, "note"),
        "## Refused by the check\n\n" + _refused_table(),
    ]
    return "\n".join(parts)


def _table(support: Support, head: str) -> str:
    lines = [f"| `{each.key}` | {each.title.zh} | {each.title.en} | {each.note.en} |" for each in _with(support)]
    return "\n".join([f"| element | 中文 | English | {head} |", "|---|---|---|---|", *lines]) + "\n"


def _refused_table() -> str:
    lines = [
        f"| `{each.key}` | {each.title.zh} | {each.title.en} | {each.note.en} | {each.cure.en if each.cure else ''} |"
        for each in _with(Support.REFUSED)
    ]
    return "\n".join(["| element | 中文 | English | why | instead |", "|---|---|---|---|---|", *lines]) + "\n"


def _with(support: Support) -> Iterable[Row]:
    return (each for each in _ROWS if each.support is support)


if __name__ == "__main__":
    print(document(), end="")  # noqa: T201 - it prints the document
