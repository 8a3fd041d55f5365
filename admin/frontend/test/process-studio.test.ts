import { BpmnModdle } from "bpmn-moddle";
import type { Element } from "bpmn-js/lib/model/Types";
import { describe, expect, it } from "vitest";
import { BLOCKS, FOLLOWING } from "../src/process-studio/blocks";
import {
  bodyOf, dueOf, formula, inputsOf, isDefault, plain, repetitionOf, setCondition, setDefault, setDue, setInputs, setRepeated, setRepetition, setSince, setTimeText, sinceOf, timeText,
} from "../src/process-studio/details";
import { businessOf, Editing, type Moddle } from "../src/process-studio/editing";
import { flowBehind, missingSpace, placeIn } from "../src/process-studio/inserting";
import { withInput } from "../src/process-studio/panel/activities";
import { isTranslated } from "../src/process-studio/panel/common";
import { labelOf } from "../src/process-studio/panel/fields";
import { words, WORDS } from "../src/process-studio/words";
import type { StudioConfig } from "../src/shared/studio/config";
import { ONEDOOR } from "../src/shared/bpmn/onedoor";

const moddle = new BpmnModdle({ onedoor: ONEDOOR });

/** Writes straight into the BPMN values, as bpmn-js's modeling does behind its command stack. */
const services: Record<string, object> = {
  bpmnFactory: { create: (type: string, attributes: object) => moddle.create(type, attributes) },
  modeling: {
    updateProperties: (element: Element, values: object) => write(businessOf(element), values),
    updateModdleProperties: (_: Element, inside: Moddle, values: object) => write(inside, values),
  },
};
const editing = new Editing({ get: (name: string) => services[name] } as never);

function write(target: Moddle, values: object): void {
  for (const [name, value] of Object.entries(values)) (target as unknown as { set(name: string, value: unknown): void }).set(name, value);
}

async function read(inside: string): Promise<Moddle> {
  const { rootElement } = await moddle.fromXML(
    `<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:onedoor="urn:onedoor:bpmn:1" xmlns:x="urn:x">
    <bpmn:process id="p">${inside}</bpmn:process></bpmn:definitions>`,
  );
  return rootElement as Moddle;
}

async function drawn(inside: string): Promise<Element> {
  const [process] = (await read(inside))["rootElements"] as Moddle[];
  const [first] = process!["flowElements"] as Moddle[];
  return { businessObject: first } as unknown as Element;
}

async function xml(element: Element): Promise<string> {
  return (await moddle.toXML(businessOf(element))).xml;
}

describe("the palette", () => {
  it("offers the shared steps of other processes like any other block, also behind a step", () => {
    const shared = { key: "call", type: "bpmn:CallActivity", icon: "bpmn-icon-call-activity", word: "callActivity" };
    expect(BLOCKS).toContainEqual(shared);
    expect(FOLLOWING).toContainEqual(shared);
    expect(words("zh")("callActivity")).toBe("共用步骤");
  });
});

describe("a timer", () => {
  const TIMER = (definition: string) => `<bpmn:boundaryEvent id="b"><bpmn:timerEventDefinition id="t" ${definition}</bpmn:boundaryEvent>`;

  it("goes by a deadline of the pack, wherever the file says so", async () => {
    expect(dueOf(await drawn(TIMER('onedoor:due="accept"/>')))).toBe("accept");
    expect(dueOf(await drawn('<bpmn:userTask id="u" onedoor:due="plan"/>'))).toBe("plan");
  });

  it("keeps the day from which its deadline runs beside it", async () => {
    const timer = await drawn(TIMER('onedoor:due="accept" onedoor:since="=agreement.effective_on"/>'));
    expect(sinceOf(timer)).toBe("agreement.effective_on");
    setSince(editing, timer, "order.on");
    expect(await xml(timer)).toContain('onedoor:due="accept" onedoor:since="=order.on"');
    const step = await drawn('<bpmn:userTask id="u" onedoor:due="plan"/>');
    setSince(editing, step, "order.on");
    expect([sinceOf(step), await xml(step)]).toEqual(["order.on", expect.stringContaining('onedoor:since="=order.on"')]);
  });

  it("has either a deadline or a time of its own", async () => {
    const timer = await drawn(TIMER("><bpmn:timeDuration>PT2H</bpmn:timeDuration></bpmn:timerEventDefinition>"));
    setDue(editing, timer, "accept");
    expect([dueOf(timer), timeText(timer)]).toEqual(["accept", ""]);
    setTimeText(editing, timer, "R/P7D");
    expect([dueOf(timer), timeText(timer)]).toEqual(["", "R/P7D"]);
    expect(await xml(timer)).toContain("<bpmn:timeCycle");
    setTimeText(editing, timer, "2025-06-03T10:00:00");
    expect(await xml(timer)).toContain("<bpmn:timeDate");
  });
});

describe("a condition", () => {
  it("is written with a leading = and shown without", async () => {
    const flow = await drawn('<bpmn:sequenceFlow id="f"/>');
    setCondition(editing, flow, "review.ok = true");
    expect(bodyOf(businessOf(flow)["conditionExpression"])).toBe("=review.ok = true");
    expect(plain("= review.ok = true")).toBe("review.ok = true");
    expect([formula(""), formula(" = a ")]).toEqual(["", "=a"]);
    setCondition(editing, flow, " ");
    expect(businessOf(flow)["conditionExpression"]).toBeUndefined();
  });

  it("goes when its way becomes the one for all other cases", async () => {
    const gateway = await drawn('<bpmn:exclusiveGateway id="g"/>');
    const flow = Object.assign(await drawn('<bpmn:sequenceFlow id="f"><bpmn:conditionExpression>=a</bpmn:conditionExpression></bpmn:sequenceFlow>'), { source: gateway });
    setDefault(editing, flow, true);
    expect([isDefault(flow), businessOf(flow)["conditionExpression"]]).toEqual([true, undefined]);
    setDefault(editing, flow, false);
    expect(isDefault(flow)).toBe(false);
  });
});

describe("the inputs of an operation", () => {
  it("are set one by one, and everything else stays in its place", async () => {
    const task = await drawn(
      '<bpmn:serviceTask id="s"><bpmn:extensionElements><x:note text="ours"/><onedoor:input name="team" value="=order.team"/></bpmn:extensionElements></bpmn:serviceTask>',
    );
    expect(inputsOf(task)).toEqual([{ name: "team", value: "=order.team" }]);
    setInputs(editing, task, withInput(inputsOf(task), "on", "=now"));
    setInputs(editing, task, withInput(inputsOf(task), "team", ""));
    expect(await xml(task)).toMatch(/<x:note text="ours" \/>\s*<onedoor:input name="on" value="=now" \/>/);
  });

  it("begin with none", async () => {
    const task = await drawn('<bpmn:serviceTask id="s"/>');
    setInputs(editing, task, [{ name: "kind", value: "outcome" }]);
    expect(await xml(task)).toContain('<bpmn:extensionElements><onedoor:input name="kind" value="outcome" /></bpmn:extensionElements>');
  });
});

describe("a repetition", () => {
  it("is switched on, described and switched off", async () => {
    const task = await drawn('<bpmn:userTask id="u"/>');
    expect(repetitionOf(task)).toBeNull();
    setRepeated(editing, task, true);
    setRepetition(editing, task, { collection: "register.parties", item: "party", sequential: true });
    expect(repetitionOf(task)).toEqual({ collection: "register.parties", item: "party", sequential: true, completion: "" });
    expect(await xml(task)).toContain('isSequential="true" onedoor:collection="=register.parties" onedoor:item="party"');
    setRepeated(editing, task, false);
    expect(repetitionOf(task)).toBeNull();
  });
});

describe("a block put behind an element", () => {
  const shape = (x: number, y = 0) => ({ x, y, width: 100, height: 80, outgoing: [] as unknown[] });
  const arrow = (source: object, target: object, waypoints: object[] = []) => ({ source, target, waypoints }) as never;

  it("needs room for itself and two gaps, less what is there", () => {
    expect(missingSpace(arrow(shape(0), shape(150)), { width: 100 })).toBe(150);
    expect(missingSpace(arrow(shape(0), shape(400)), { width: 100 })).toBe(0);
  });

  it("stands right behind it, or in the middle of an arrow that leads elsewhere", () => {
    expect(placeIn(arrow(shape(0), shape(400)), { width: 100 })).toEqual({ x: 200, y: 40 });
    const down = arrow(shape(0), shape(0, 400), [{ x: 50, y: 80 }, { x: 50, y: 400 }]);
    expect([missingSpace(down, { width: 100 }), placeIn(down, { width: 100 })]).toEqual([0, { x: 50, y: 240 }]);
  });

  it("goes into the only arrow, and beside the others where there are several", async () => {
    const flow = await drawn('<bpmn:sequenceFlow id="f"/>');
    const task = Object.assign(await drawn('<bpmn:userTask id="u"/>'), { outgoing: [flow] });
    const gateway = Object.assign(await drawn('<bpmn:exclusiveGateway id="g"/>'), { outgoing: [flow] });
    expect(flowBehind(task)).toBe(flow);
    expect(flowBehind(gateway)).toBeNull();
    expect(flowBehind(Object.assign(task, { outgoing: [flow, flow] }))).toBeNull();
  });
});

describe("the words", () => {
  it("of a code with an addition are those of the code; what is gone is said", () => {
    const say = words("zh-Hans");
    const choices = [{ value: "E.ROUTED", label: "转出" }];
    expect(labelOf("E.ROUTED:诉讼", choices, say)).toBe("转出：诉讼");
    expect(labelOf("E.GONE", choices, say)).toBe("已不存在：E.GONE");
  });

  it("of a released process are its English names alone for English readers", () => {
    const shown = (locale: string, readonly: boolean) => isTranslated({ locale, readonly } as StudioConfig);
    expect([shown("en", true), shown("en", false), shown("zh-Hans", true)]).toEqual([true, false, false]);
  });

  it("are there in both languages", () => {
    for (const [key, { zh, en }] of Object.entries(WORDS)) expect([key, Boolean(zh), Boolean(en)]).toEqual([key, true, true]);
  });
});
