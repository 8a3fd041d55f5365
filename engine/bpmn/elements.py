"""The elements of BPMN that run here or are only drawn; `refusals` holds the others."""

from __future__ import annotations

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
    note = Text("仅作图示，不影响运行。", "Shown only; no effect on the run.")
    return Row(key=key, title=Text(*title), support=Support.DRAWN, note=note)


_SIGNAL = ("交给本案中所有等待它的事件，不传到别的案件。", "Reaches every event of the case that waits for it, and no other case.")

ROWS: tuple[Row, ...] = (
    _runs("startEvent", ("开始事件", "start event"), ("每个流程和子流程恰好一个。", "Exactly one in each process and sub-process.")),
    *(
        _runs(
            f"startEvent:{kind}",
            (f"{zh}开始事件", f"{en} start event"),
            ("由登记或调用开始，不另等触发。", "Begins when the case is registered or the process called; nothing else is waited for."),
        )
        for kind, zh, en in (("message", "消息", "message"), ("signal", "信号", "signal"))
    ),
    _runs(
        "endEvent",
        ("结束事件", "end event"),
        ("最后一个令牌到达时结束；可写结束代码。", "Ends when no other token is left; may give an end code."),
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
        ("把消息记入历史，并交给本案中等待它的事件。", "Notes the message and gives it to events of the case that wait for it."),
    ),
    _runs(
        "intermediateThrowEvent:escalation",
        ("上报事件", "escalation throw event"),
        ("触发外层的上报边界事件。", "Triggers the surrounding escalation boundary event."),
    ),
    _runs(
        "intermediateCatchEvent:timer",
        ("等待时间", "timer catch event"),
        ("等到某时刻或期限；循环每次放行一个令牌。", "Waits for an instant or deadline; a cycle sends on one token each time."),
    ),
    _runs("intermediateCatchEvent:message", ("等待消息", "message catch event"), ("等到消息到来。", "Waits for a message.")),
    _runs("intermediateThrowEvent:signal", ("发出信号", "signal throw event"), _SIGNAL),
    _runs("endEvent:signal", ("信号结束事件", "signal end event"), _SIGNAL),
    _runs("intermediateCatchEvent:signal", ("等待信号", "signal catch event"), ("等到本案中发出信号。", "Waits for a signal of the case.")),
    _runs(
        "boundaryEvent:signal",
        ("信号边界事件", "signal boundary event"),
        ("虚线时信号每来一次就触发一次。", "A dashed one fires as often as the signal comes."),
    ),
    _runs(
        "boundaryEvent:timer",
        ("定时边界事件", "timer boundary event"),
        ("实线中断，虚线不中断；虚线循环可多次触发。", "Solid interrupts, dashed does not; a dashed cycle fires several times."),
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
        "userTask", ("人工任务", "user task"), ("成为一项待办，可带表单、岗位、期限。", "Becomes a work item with form, role and deadline.")
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
        ("回答一个 DMN 决策，写入决策声明的位置。", "Answers a DMN decision and writes to the place it declares."),
    ),
    _runs("serviceTask", ("自动任务", "service task"), ("执行目录中的一个操作。", "Carries out an operation of the catalogue.")),
    _runs("sendTask", ("发送任务", "send task"), ("执行操作和（或）发出消息。", "Carries out an operation, sends a message, or both.")),
    _runs("receiveTask", ("接收任务", "receive task"), ("等到消息到来。", "Waits for a message.")),
    _runs(
        "callActivity",
        ("调用活动", "call activity"),
        ("运行模板包里的另一个流程，共用同一份案卷。", "Runs another process of the pack on the same document."),
    ),
    _runs("subProcess", ("子流程", "embedded sub-process"), ("可加边界事件和多实例。", "May have boundary events and be multi-instance.")),
    _runs(
        "exclusiveGateway",
        ("排他网关", "exclusive gateway"),
        (
            "按文件顺序走第一个成立的条件，否则走默认路径。",
            "Takes the first condition that is true in the order of the file, else the default arrow.",
        ),
    ),
    _runs(
        "parallelGateway",
        ("并行网关", "parallel gateway"),
        ("分开全部路径；汇合时每条进线等一个令牌，在循环里也一样。", "Splits into all arrows; joins one token from each, in loops too."),
    ),
    _runs(
        "inclusiveGateway",
        ("包容网关", "inclusive gateway"),
        ("走全部成立的条件；汇合时等所有还会到来的令牌。", "Takes every condition that is true; joins all tokens that can still come."),
    ),
    _runs(
        "eventBasedGateway",
        ("事件网关", "event-based gateway"),
        (
            "定时和消息中最先发生的一个胜出，每个定时各有自己的时刻。",
            "The first of its timers and messages wins; each timer has its own instant.",
        ),
    ),
    _runs(
        "multiInstanceLoopCharacteristics",
        ("多实例", "multi-instance"),
        ("并行或依次，对列表的每一项各办一次。", "Once for each entry of a list, together or in turn."),
    ),
    _runs(
        "standardLoopCharacteristics",
        ("循环任务", "loop marker"),
        ("条件成立就再办一次，可限最多次数。", "Done again while its condition holds, at most as often as it says."),
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
            ("dataStoreReference", ("数据存储引用", "data store reference")),
            ("dataInputAssociation", ("数据输入连线", "data input association")),
            ("dataOutputAssociation", ("数据输出连线", "data output association")),
            ("ioSpecification", ("输入输出说明", "input/output specification")),
            ("resourceRole", ("资源角色", "resource role")),
            ("performer", ("执行者", "performer")),
            ("humanPerformer", ("执行人", "human performer")),
            ("potentialOwner", ("候选办理人", "potential owner")),
            ("correlationSubscription", ("关联订阅", "correlation subscription")),
            ("property", ("属性", "property")),
            ("auditing", ("审计", "auditing")),
            ("monitoring", ("监控", "monitoring")),
        )
    ),
)
