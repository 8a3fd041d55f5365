"""The words for what diagrams and decision files are made of, for sentences about changes."""

from __future__ import annotations

from collections.abc import Mapping

from engine.errors import Text

#: Elements by local name, as the studio calls them.
KINDS: Mapping[str, Text] = {
    "process": Text("流程", "the process"),
    "participant": Text("流程框", "the pool"),
    "lane": Text("泳道", "the lane"),
    "startEvent": Text("开始", "the start"),
    "endEvent": Text("结束", "the end"),
    "intermediateCatchEvent": Text("等待", "the wait"),
    "intermediateThrowEvent": Text("里程碑", "the milestone"),
    "boundaryEvent": Text("边界事件", "the boundary event"),
    "userTask": Text("办理步骤", "the step"),
    "manualTask": Text("线下步骤", "the offline step"),
    "businessRuleTask": Text("决策步骤", "the decision step"),
    "serviceTask": Text("自动操作", "the automatic step"),
    "sendTask": Text("发送步骤", "the send step"),
    "receiveTask": Text("接收步骤", "the receive step"),
    "scriptTask": Text("计算步骤", "the computed step"),
    "callActivity": Text("调用流程的步骤", "the call of"),
    "subProcess": Text("子流程", "the sub-process"),
    "exclusiveGateway": Text("判断", "the decision point"),
    "inclusiveGateway": Text("多选判断", "the inclusive gateway"),
    "parallelGateway": Text("并行", "the parallel gateway"),
    "eventBasedGateway": Text("等待判断", "the event gateway"),
    "sequenceFlow": Text("连线", "the arrow"),
    "message": Text("消息", "the message"),
    "textAnnotation": Text("文字说明", "the note"),
    "timerEventDefinition": Text("定时", "the timer"),
    "multiInstanceLoopCharacteristics": Text("重复办理", "the repetition"),
    "decision": Text("决策", "the decision"),
    "inputData": Text("输入", "the input"),
    "decisionTable": Text("决策表", "the table"),
    "input": Text("条件列", "the condition column"),
    "output": Text("结果列", "the result column"),
    "rule": Text("规则", "the rule"),
    "variable": Text("变量", "the variable"),
    "inputExpression": Text("条件", "the condition"),
    "literalExpression": Text("表达式", "the expression"),
}

#: Attributes and inner elements by their last step.
TRAITS: Mapping[str, Text] = {
    "name": Text("名称", "name"),
    "en": Text("英文名称", "English name"),
    "label": Text("名称", "name"),
    "code": Text("步骤类别", "kind"),
    "form": Text("表单", "form"),
    "role": Text("办理岗位", "role"),
    "assign": Text("指定到人", "assigned to"),
    "due": Text("期限", "deadline"),
    "since": Text("期限起算日", "day from which the deadline runs"),
    "pauses": Text("中止期限", "deadlines that stand still"),
    "state": Text("案件状态", "case state"),
    "decision": Text("使用的决策", "decision used"),
    "operation": Text("操作", "operation"),
    "result": Text("结果写到", "result goes to"),
    "writes": Text("结果写到", "result goes to"),
    "end": Text("结束方式", "outcome"),
    "collection": Text("重复办理的名单", "list of the repetition"),
    "item": Text("每一个叫作", "name of each"),
    "isSequential": Text("依次办理", "one after the other"),
    "completionCondition": Text("提前结束的条件", "condition to end early"),
    "calledElement": Text("调用的流程", "called process"),
    "sourceRef": Text("起点", "beginning"),
    "targetRef": Text("终点", "end"),
    "default": Text("其他情况走的线", "way for all other cases"),
    "conditionExpression": Text("条件", "condition"),
    "attachedToRef": Text("所在步骤", "step it sits on"),
    "cancelActivity": Text("到期是否停止原步骤", "whether it stops the step"),
    "script": Text("计算式", "expression"),
    "timeDuration": Text("时长", "duration"),
    "timeDate": Text("时间", "time"),
    "timeCycle": Text("周期", "cycle"),
    "documentation": Text("说明", "note"),
    "question": Text("说明", "note"),
    "description": Text("说明", "note"),
    "text": Text("内容", "content"),
    "value": Text("取值", "value"),
    "typeRef": Text("类型", "type"),
    "hitPolicy": Text("几条规则同时符合时", "hit policy"),
    "aggregation": Text("汇总方式", "aggregation"),
}

#: What follows from something else or has no effect on the run.
SILENT = frozenset(
    {
        "incoming",
        "outgoing",
        "flowNodeRef",
        "type",
        "exporter",
        "exporterVersion",
        "scriptFormat",
        "width",
        "annotationsWidth",
        "isExecutable",
    }
)
#: Attributes that point at another element of the file.
REFERENCES = frozenset({"sourceRef", "targetRef", "default", "attachedToRef"})


def kind(local_name: str) -> Text:
    """Return the words for an element; its own name where there are none."""
    return KINDS.get(local_name, Text(local_name, local_name))


def last_step(path: str) -> str:
    """Return the last step of a path such as `extensionElements/input[2]/value`."""
    return path.rpartition("/")[2].partition("[")[0]


def trait(path: str) -> Text:
    """Return the words for an attribute or inner element; its path where there are none."""
    return TRAITS.get(last_step(path), Text(path, path))
