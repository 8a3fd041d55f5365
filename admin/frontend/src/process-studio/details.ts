import type { Connection, Element } from "bpmn-js/lib/model/Types";
import { businessOf, type Editing, type Moddle } from "./editing";

/** The text of an expression element, such as a condition. */
export function bodyOf(expression: unknown): string {
  return ((expression as Moddle | undefined)?.["body"] as string | undefined) ?? "";
}

export function timerOf(element: Element): Moddle | undefined {
  const definitions = (businessOf(element)["eventDefinitions"] as Moddle[] | undefined) ?? [];
  return definitions.find(({ $type }) => $type === "bpmn:TimerEventDefinition");
}

/** Conditions are written with a leading `=`, as other tools write them; people need not see it. */
export function plain(formula: unknown): string {
  return String(formula ?? "").trim().replace(/^=\s*/, "");
}

export function formula(text: string): string {
  return text.trim() ? `=${plain(text)}` : "";
}

const TIMER_PARTS = ["timeDate", "timeDuration", "timeCycle"] as const;

/** The time written into a timer by itself. */
export function timeText(element: Element): string {
  const timer = timerOf(element);
  return TIMER_PARTS.map((part) => bodyOf(timer?.[part])).find(Boolean) ?? "";
}

/** The deadline that a timer or step goes by; a timer may carry it itself or in its definition. */
export function dueOf(element: Element): string {
  return String(timerOf(element)?.get("onedoor:due") ?? businessOf(element).get("onedoor:due") ?? "");
}

/** Choose a deadline of the pack; a time of its own then has no say. */
export function setDue(editing: Editing, element: Element, due: string): void {
  const timer = timerOf(element);
  if (!timer) return editing.set(element, { "onedoor:due": due });
  if (businessOf(element).get("onedoor:due")) editing.set(element, { "onedoor:due": "" });
  editing.setInside(element, timer, { ...(due ? NO_TIME : {}), "onedoor:due": due || undefined });
}

/** The day from which the deadline of a timer or step runs, as an expression; empty where it runs from now. */
export function sinceOf(element: Element): string {
  return plain(timerOf(element)?.get("onedoor:since") ?? businessOf(element).get("onedoor:since"));
}

export function setSince(editing: Editing, element: Element, text: string): void {
  const timer = timerOf(element);
  if (!timer) return editing.set(element, { "onedoor:since": formula(text) });
  if (businessOf(element).get("onedoor:since")) editing.set(element, { "onedoor:since": "" });
  editing.setInside(element, timer, { "onedoor:since": formula(text) || undefined });
}

/** Write a time of one's own; where it stands depends on its form. */
export function setTimeText(editing: Editing, element: Element, text: string): void {
  const timer = timerOf(element);
  if (!timer) return;
  const time = { [partFor(timer, text)]: editing.expression(text, timer) };
  if (text && businessOf(element).get("onedoor:due")) editing.set(element, { "onedoor:due": "" });
  editing.setInside(element, timer, { ...NO_TIME, ...time, ...(text ? { "onedoor:due": undefined } : {}) });
}

const NO_TIME = Object.fromEntries(TIMER_PARTS.map((part) => [part, undefined]));

/** Keep the part in use; a new text is read by its first letters (ISO 8601). */
function partFor(timer: Moddle, text: string): (typeof TIMER_PARTS)[number] {
  if (/^R\d*\//.test(text)) return "timeCycle";
  if (/^\d{4}-/.test(text)) return "timeDate";
  return /^P/.test(text) ? "timeDuration" : (TIMER_PARTS.find((part) => timer[part]) ?? "timeDuration");
}

export function setCondition(editing: Editing, flow: Element, text: string): void {
  editing.set(flow, { conditionExpression: editing.expression(formula(text), businessOf(flow)) });
}

/** The way that a decision point takes when no condition holds. */
export function isDefault(flow: Element): boolean {
  const source = (flow as Connection).source as Element | undefined;
  return Boolean(source && businessOf(source)["default"] === businessOf(flow));
}

export function setDefault(editing: Editing, flow: Element, isDefaultNow: boolean): void {
  const source = (flow as Connection).source as Element;
  if (isDefaultNow && bodyOf(businessOf(flow)["conditionExpression"])) setCondition(editing, flow, "");
  editing.set(source, { default: isDefaultNow ? businessOf(flow) : undefined });
}

/** One named input of an automatic operation. */
export interface Input {
  readonly name: string;
  readonly value: string;
}

export function inputsOf(element: Element): Input[] {
  return extensions(element).filter(isInput).map((input) => ({ name: String(input["name"] ?? ""), value: String(input["value"] ?? "") }));
}

/** Replace the inputs; every other extension element stays untouched and in its place. */
export function setInputs(editing: Editing, element: Element, inputs: readonly Input[]): void {
  const business = businessOf(element);
  const holder = (business["extensionElements"] as Moddle | undefined) ?? editing.create("bpmn:ExtensionElements", { values: [] }, business);
  const made = inputs.map((input) => editing.create("onedoor:Input", { ...input }, holder));
  const values = [...extensions(element).filter((value) => !isInput(value)), ...made];
  if (business["extensionElements"]) return editing.setInside(element, holder, { values });
  holder["values"] = values;
  editing.set(element, { extensionElements: holder });
}

function extensions(element: Element): Moddle[] {
  const holder = businessOf(element)["extensionElements"] as Moddle | undefined;
  return (holder?.get("values") as Moddle[] | undefined) ?? [];
}

function isInput({ $type }: Moddle): boolean {
  return $type === "onedoor:Input" || $type === "onedoor:input";
}

/** How a step is repeated for each of a list. */
export interface Repetition {
  readonly collection: string;
  readonly item: string;
  readonly sequential: boolean;
  readonly completion: string;
}

export function repetitionOf(element: Element): Repetition | null {
  const loop = businessOf(element)["loopCharacteristics"] as Moddle | undefined;
  if (loop?.$type !== "bpmn:MultiInstanceLoopCharacteristics") return null;
  return {
    collection: plain(loop.get("onedoor:collection")),
    item: String(loop.get("onedoor:item") ?? ""),
    sequential: Boolean(loop["isSequential"]),
    completion: plain(bodyOf(loop["completionCondition"])),
  };
}

export function setRepeated(editing: Editing, element: Element, isRepeated: boolean): void {
  const business = businessOf(element);
  const loop = isRepeated ? editing.create("bpmn:MultiInstanceLoopCharacteristics", { isSequential: false }, business) : undefined;
  editing.set(element, { loopCharacteristics: loop });
}

export function setRepetition(editing: Editing, element: Element, changes: Partial<Repetition>): void {
  const loop = businessOf(element)["loopCharacteristics"] as Moddle;
  const attributes: Record<string, unknown> = {};
  if (changes.collection !== undefined) attributes["onedoor:collection"] = formula(changes.collection) || undefined;
  if (changes.item !== undefined) attributes["onedoor:item"] = changes.item || undefined;
  if (changes.sequential !== undefined) attributes["isSequential"] = changes.sequential;
  if (changes.completion !== undefined) attributes["completionCondition"] = editing.expression(formula(changes.completion), loop);
  editing.setInside(element, loop, attributes);
}
