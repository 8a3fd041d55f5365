import type Modeler from "bpmn-js/lib/Modeler";
import type { Element } from "bpmn-js/lib/model/Types";
import type ElementFactory from "bpmn-js/lib/features/modeling/ElementFactory";
import type Modeling from "bpmn-js/lib/features/modeling/Modeling";
import type Connect from "diagram-js/lib/features/connect/Connect";
import type ContextPad from "diagram-js/lib/features/context-pad/ContextPad";
import type Create from "diagram-js/lib/features/create/Create";
import type GlobalConnect from "diagram-js/lib/features/global-connect/GlobalConnect";
import type HandTool from "diagram-js/lib/features/hand-tool/HandTool";
import type Keyboard from "diagram-js/lib/features/keyboard/Keyboard";
import type LassoTool from "diagram-js/lib/features/lasso-tool/LassoTool";
import type Palette from "diagram-js/lib/features/palette/Palette";
import type Rules from "diagram-js/lib/features/rules/Rules";
import { attributesOf, BLOCKS, FOLLOWING, type Block } from "./blocks";
import { canBeFollowed, Editing, is } from "./editing";
import type { Say } from "./words";

type Get = <T>(name: string) => T;
interface Entry {
  readonly group: string;
  readonly className: string;
  readonly title: string;
  readonly html?: string;
  readonly action: object;
}

/** Our palette and context pad in place of bpmn-js's own: a few ready blocks, in words. */
export function providersModule(say: Say, modeler: () => Modeler) {
  const get: Get = (name) => modeler().get(name) as never;
  return {
    __init__: ["onedoorKeys"],
    paletteProvider: ["factory", withInjection(["palette"], (palette: Palette) => registerPalette(palette, say, get))],
    contextPadProvider: ["factory", withInjection(["contextPad"], (pad: ContextPad) => registerPad(pad, say, get, modeler))],
    onedoorKeys: ["factory", withInjection(["keyboard"], silenceReplaceKey)],
  };
}

/** diagram-js reads the names of what a factory needs from `$inject`. */
function withInjection<F extends (...parts: never[]) => object>(names: string[], factory: F): F & { $inject: string[] } {
  return Object.assign(factory, { $inject: names });
}

/** The R key would open bpmn-js's own menu with all of BPMN. */
function silenceReplaceKey(keyboard: Keyboard): object {
  const silence = ({ keyEvent }: { keyEvent: KeyboardEvent }) => (keyboard.isKey(["r", "R"], keyEvent) && !keyboard.hasModifier(keyEvent) ? true : undefined);
  keyboard.addListener(2000, silence as never);
  return {};
}

function registerPalette(palette: Palette, say: Say, get: Get): object {
  const provider = { getPaletteEntries: () => ({ ...blockEntries(say, get), ...toolEntries(say, get) }) };
  palette.registerProvider(provider as never);
  return provider;
}

function blockEntries(say: Say, get: Get): Record<string, Entry> {
  return Object.fromEntries(BLOCKS.map((block) => {
    const begin = (event: Event) => get<Create>("create").start(event as never, shapeOf(block, get));
    return [block.key, entry("blocks", block.icon, say(block.word), { dragstart: begin, click: begin })];
  }));
}

function toolEntries(say: Say, get: Get): Record<string, Entry> {
  const hand = (event: Event) => get<HandTool>("handTool").activateHand(event as never);
  const lasso = (event: Event) => get<LassoTool>("lassoTool").activateSelection(event as never);
  const connect = (event: Event) => get<GlobalConnect>("globalConnect").start(event, false);
  return {
    connect: entry("tools", "bpmn-icon-connection-multi", say("connect"), { click: connect }),
    hand: entry("tools", "bpmn-icon-hand-tool", say("hand"), { click: hand }),
    lasso: entry("tools", "bpmn-icon-lasso-tool", say("lasso"), { click: lasso }),
  };
}

/** A palette entry shows its word beside its sign. The words are our own, so they need no escaping. */
function entry(group: string, icon: string, title: string, action: object): Entry {
  const html = `<div class="entry od-block" draggable="true"><span class="${icon}" aria-hidden="true"></span><span>${title}</span></div>`;
  return { group, className: "od-block", title, html, action };
}

function shapeOf(block: Block, get: Get) {
  return get<ElementFactory>("elementFactory").createShape(attributesOf(block)) as never;
}

function registerPad(pad: ContextPad, say: Say, get: Get, modeler: () => Modeler): object {
  const provider = {
    getContextPadEntries: (element: Element) => padEntries(element, say, get, modeler),
    getMultiElementContextPadEntries: (elements: Element[]) => deleteEntry(elements, say, get),
  };
  pad.registerProvider(provider as never);
  return provider;
}

function padEntries(element: Element, say: Say, get: Get, modeler: () => Modeler): Record<string, Entry> {
  if ((element as { type?: string }).type === "label") return {};
  if (is(element, "bpmn:Lane", "bpmn:Participant")) return { ...laneEntries(say, get), ...deleteEntry([element], say, get) };
  return { ...followingEntries(element, say, get, modeler), ...deadlineEntry(element, say, modeler), ...connectEntry(element, say, get), ...deleteEntry([element], say, get) };
}

function followingEntries(element: Element, say: Say, get: Get, modeler: () => Modeler): Record<string, Entry> {
  if (!canBeFollowed(element)) return {};
  return Object.fromEntries(FOLLOWING.map((block) => {
    const append = () => new Editing(modeler()).append(element, block);
    const drag = (event: Event) => get<Create>("create").start(event as never, shapeOf(block, get), { source: element });
    return [`append-${block.key}`, padEntry("model", block.icon, `${say("addAfter")}:${say(block.word)}`, { click: append, dragstart: drag })];
  }));
}

function deadlineEntry(element: Element, say: Say, modeler: () => Modeler): Record<string, Entry> {
  if (!is(element, "bpmn:Activity")) return {};
  const add = () => new Editing(modeler()).addDeadline(element);
  return { deadline: padEntry("edit", "bpmn-icon-intermediate-event-catch-non-interrupting-timer", say("addDeadline"), { click: add }) };
}

function connectEntry(element: Element, say: Say, get: Get): Record<string, Entry> {
  if (!canBeFollowed(element)) return {};
  const connect = (event: Event, from: Element) => get<Connect>("connect").start(event as never, from as never);
  return { connect: padEntry("connect", "bpmn-icon-connection-multi", say("connect"), { click: connect, dragstart: connect }) };
}

function laneEntries(say: Say, get: Get): Record<string, Entry> {
  const add = (where: "top" | "bottom") => (_: Event, lane: Element) => get<Modeling>("modeling").addLane(lane as never, where);
  return {
    "lane-above": padEntry("lanes", "bpmn-icon-lane-insert-above", say("laneAbove"), { click: add("top") }),
    "lane-below": padEntry("lanes", "bpmn-icon-lane-insert-below", say("laneBelow"), { click: add("bottom") }),
  };
}

function deleteEntry(elements: Element[], say: Say, get: Get): Record<string, Entry> {
  const allowed = get<Rules>("rules").allowed("elements.delete", { elements });
  const removable = Array.isArray(allowed) ? elements.every((element) => allowed.includes(element)) : Boolean(allowed);
  if (!removable) return {};
  const remove = () => get<Modeling>("modeling").removeElements([...elements]);
  return { delete: padEntry("edit", "bpmn-icon-trash", say("delete"), { click: remove }) };
}

function padEntry(group: string, className: string, title: string, action: object): Entry {
  return { group, className, title, action };
}
