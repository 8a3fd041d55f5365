import type Modeler from "bpmn-js/lib/Modeler";
import type BpmnFactory from "bpmn-js/lib/features/modeling/BpmnFactory";
import type ElementFactory from "bpmn-js/lib/features/modeling/ElementFactory";
import type Modeling from "bpmn-js/lib/features/modeling/Modeling";
import type BpmnReplace from "bpmn-js/lib/features/replace/BpmnReplace";
import type { Element, Shape } from "bpmn-js/lib/model/Types";
import type AutoPlace from "diagram-js/lib/features/auto-place/AutoPlace";
import type Selection from "diagram-js/lib/features/selection/Selection";
import type Canvas from "diagram-js/lib/core/Canvas";
import { attributesOf, type Block } from "./blocks";
import { flowBehind, insert } from "./inserting";

/** A BPMN element as bpmn-moddle holds it. */
export interface Moddle {
  readonly $type: string;
  $parent?: Moddle;
  id?: string;
  [property: string]: unknown;
  get(name: string): unknown;
  $instanceOf(type: string): boolean;
}

export function businessOf(element: Element): Moddle {
  return element.businessObject as Moddle;
}

export function is(element: Element, ...types: string[]): boolean {
  return types.some((type) => businessOf(element)?.$instanceOf?.(type));
}

export function canBeFollowed(element: Element): boolean {
  return is(element, "bpmn:FlowNode") && !is(element, "bpmn:EndEvent");
}

/** Changes to a diagram, each one step that can be undone. */
export class Editing {
  constructor(private readonly modeler: Modeler) {}

  /** Set attributes of an element; an empty text removes the attribute. */
  set(element: Element, attributes: Record<string, unknown>): void {
    const values = Object.entries(attributes).map(([name, value]) => [name, value === "" ? undefined : value]);
    this.modeling.updateProperties(element, Object.fromEntries(values));
  }

  setInside(element: Element, inside: Moddle, attributes: Record<string, unknown>): void {
    this.modeling.updateModdleProperties(element, inside as never, attributes);
  }

  create(type: string, attributes: Record<string, unknown>, parent: Moddle): Moddle {
    const made = this.modeler.get<BpmnFactory>("bpmnFactory").create(type, attributes) as unknown as Moddle;
    made.$parent = parent;
    return made;
  }

  /** An expression element with this text, or nothing for an empty one. */
  expression(body: string, parent: Moddle): Moddle | undefined {
    return body.trim() ? this.create("bpmn:FormalExpression", { body: body.trim() }, parent) : undefined;
  }

  /** Put a block behind an element: into the arrow that leaves it, else beside what follows already. */
  append(source: Element, block: Block): void {
    const shape = this.elements.createShape(attributesOf(block)) as Shape;
    const flow = block.key === "end" ? null : flowBehind(source);
    if (!flow) return void this.modeler.get<AutoPlace>("autoPlace").append(source as Shape, shape, {});
    const made = insert(this.modeler, flow, shape);
    this.modeler.get<Selection>("selection").select(made);
    this.modeler.get<Canvas>("canvas").scrollToElement(made);
  }

  /** Hang a deadline on a step; it does not stop the step unless told to. */
  addDeadline(host: Element): void {
    const { x, y, width, height } = host as Shape;
    const attributes = { type: "bpmn:BoundaryEvent", eventDefinitionType: "bpmn:TimerEventDefinition", cancelActivity: false };
    const timer = this.elements.createShape(attributes);
    const place = { x: x + width - 20, y: y + height };
    const made = this.modeling.createShape(timer as Shape, place, host as Shape, { attach: true });
    this.modeler.get<Selection>("selection").select(made);
  }

  /** Change the kind of a task and keep its connections. */
  replace(element: Element, type: string): void {
    const made = this.modeler.get<BpmnReplace>("bpmnReplace").replaceElement(element as never, { type } as never);
    this.modeler.get<Selection>("selection").select(made);
  }

  remove(elements: Element[]): void {
    this.modeling.removeElements(elements);
  }

  private get modeling(): Modeling {
    return this.modeler.get<Modeling>("modeling");
  }

  private get elements(): ElementFactory {
    return this.modeler.get<ElementFactory>("elementFactory");
  }
}
