import type { WordKey } from "./words";

/** A ready block of the palette: what people call it, and the BPMN element it becomes. */
export interface Block {
  readonly key: string;
  readonly type: string;
  readonly icon: string;
  readonly word: WordKey;
  readonly eventDefinitionType?: string;
}

export const BLOCKS: readonly Block[] = [
  { key: "start", type: "bpmn:StartEvent", icon: "bpmn-icon-start-event-none", word: "start" },
  { key: "user", type: "bpmn:UserTask", icon: "bpmn-icon-user-task", word: "userTask" },
  { key: "call", type: "bpmn:CallActivity", icon: "bpmn-icon-call-activity", word: "callActivity" },
  { key: "gateway", type: "bpmn:ExclusiveGateway", icon: "bpmn-icon-gateway-xor", word: "gateway" },
  { key: "parallel", type: "bpmn:ParallelGateway", icon: "bpmn-icon-gateway-parallel", word: "parallel" },
  { key: "rule", type: "bpmn:BusinessRuleTask", icon: "bpmn-icon-business-rule-task", word: "ruleTask" },
  { key: "service", type: "bpmn:ServiceTask", icon: "bpmn-icon-service-task", word: "serviceTask" },
  {
    key: "timer", type: "bpmn:IntermediateCatchEvent", icon: "bpmn-icon-intermediate-event-catch-timer", word: "timer",
    eventDefinitionType: "bpmn:TimerEventDefinition",
  },
  { key: "end", type: "bpmn:EndEvent", icon: "bpmn-icon-end-event-none", word: "end" },
];

/** What may follow another element. */
export const FOLLOWING = BLOCKS.filter(({ key }) => key !== "start");

export function attributesOf({ type, eventDefinitionType }: Block): { type: string; eventDefinitionType?: string } {
  return eventDefinitionType ? { type, eventDefinitionType } : { type };
}

/** The kinds of step a person can choose between for a task. */
export const TASK_KINDS: readonly { readonly type: string; readonly word: WordKey }[] = [
  { type: "bpmn:UserTask", word: "kindUser" },
  { type: "bpmn:ManualTask", word: "kindManual" },
  { type: "bpmn:BusinessRuleTask", word: "kindRule" },
  { type: "bpmn:ServiceTask", word: "kindService" },
  { type: "bpmn:ScriptTask", word: "kindScript" },
  { type: "bpmn:CallActivity", word: "kindCall" },
];
