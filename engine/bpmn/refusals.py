"""The elements of BPMN that are refused: why, and what to draw instead.

Each would do nothing, or something else than it looks, in SpiffWorkflow or anywhere outside one tool.
"""

from __future__ import annotations

from engine.bpmn.elements import Row, Support
from engine.errors import Text

_EVENT_INSTEAD = ("请改用定时或消息事件。", "Use a timer or message event instead.")
_USE_BOUNDARY = ("请把有关步骤放进子流程，在它的边上放边界事件。", "Put the steps into a sub-process and a boundary event on its edge.")
_ONLY_DESK = (
    "案件由工作人员在窗口或网上登记开始，不能由事件自行开始。",
    "A case begins with a registration, never by itself.",
)
_PLAIN_START = ("请改用普通开始事件。", "Use a plain start event.")


def _refused(key: str, title: tuple[str, str], note: tuple[str, str], cure: tuple[str, str]) -> Row:
    return Row(key=key, title=Text(*title), support=Support.REFUSED, note=Text(*note), cure=Text(*cure))


ROWS: tuple[Row, ...] = (
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
        ("没有确定的先后，无法检查。", "Without an order nothing about it can be checked."),
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
        "foreignScript",
        ("别的语言的脚本", "script in another language"),
        ("这里只计算 FEEL 表达式。", "Only FEEL is computed here."),
        ("请改写成 FEEL 表达式。", "Write it as a FEEL expression."),
    ),
    _refused(
        "isForCompensation",
        ("补偿活动", "compensation activity"),
        ("补偿不会执行。", "Compensation would not be carried out."),
        ("请把撤销步骤画成普通路径。", "Draw the steps that undo it as an ordinary path."),
    ),
    _refused("startEvent:timer", ("定时开始事件", "timer start event"), _ONLY_DESK, _PLAIN_START),
    _refused("startEvent:conditional", ("条件开始事件", "conditional start event"), _ONLY_DESK, _PLAIN_START),
    *(
        _refused(
            kind,
            (f"未定类型的{zh}", f"{en} without a trigger"),
            ("没有说明等待什么。", "It does not say what it waits for."),
            ("请设为定时或消息事件。", "Make it a timer or message event."),
        )
        for kind, zh, en in (("intermediateCatchEvent", "捕获事件", "catch event"), ("boundaryEvent", "边界事件", "boundary event"))
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
            ("条件只会在到达时看一次，之后不再看。", "The condition is looked at once on arrival and never again."),
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
        ("请改用并行网关，各接一个等待事件。", "Use a parallel gateway with a catch event on each arrow."),
    ),
    _refused("instantiate", ("由消息创建流程", "instantiating receive task or gateway"), _ONLY_DESK, _PLAIN_START),
    _refused(
        "loopDataOutputRef",
        ("多实例输出", "multi-instance output"),
        ("各项的结果不会按它汇总。", "Results are not collected by it."),
        ("请让表单写入以 [] 结尾的位置。", "Let the form write to a place that ends in []."),
    ),
)
