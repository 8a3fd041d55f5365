import type Modeler from "bpmn-js/lib/Modeler";
import type Modeling from "bpmn-js/lib/features/modeling/Modeling";
import type { Connection, Element, Shape } from "bpmn-js/lib/model/Types";
import type CommandStack from "diagram-js/lib/command/CommandStack";
import type Canvas from "diagram-js/lib/core/Canvas";
import type SpaceTool from "diagram-js/lib/features/space-tool/SpaceTool";
import { selfAndAllChildren } from "diagram-js/lib/util/Elements";
import { is } from "./editing";

const GAP = 50;
const COMMAND = "onedoor.insert";

interface Insertion {
  readonly flow: Connection;
  readonly shape: Shape;
  made?: Shape;
}

/** The arrow into which a block goes that is put behind an element: the only one that leaves it. */
export function flowBehind(element: Element): Connection | null {
  if (is(element, "bpmn:Gateway")) return null;
  const flows = ((element as Shape).outgoing as Connection[]).filter((each) => is(each, "bpmn:SequenceFlow"));
  return flows.length === 1 ? flows[0]! : null;
}

/** Put a shape into an arrow; what follows moves aside. One step that can be undone. */
export function insert(modeler: Modeler, flow: Connection, shape: Shape): Shape {
  const insertion: Insertion = { flow, shape };
  modeler.get<CommandStack>("commandStack").execute(COMMAND, insertion);
  return insertion.made!;
}

/** Teaches the command stack to insert; diagram-js reads the names of what the factory needs from `$inject`. */
export const insertingModule = { __init__: ["onedoorInserting"], onedoorInserting: ["factory", Object.assign(register, { $inject: ["commandStack"] })] };

function register(stack: CommandStack): object {
  stack.registerHandler(COMMAND, InsertHandler as never);
  return {};
}

class InsertHandler {
  static readonly $inject = ["modeling", "spaceTool", "canvas"];

  constructor(
    private readonly modeling: Modeling,
    private readonly spaceTool: SpaceTool,
    private readonly canvas: Canvas,
  ) {}

  preExecute(insertion: Insertion): void {
    const { flow, shape } = insertion;
    const need = missingSpace(flow, shape);
    if (need > 0) this.makeSpace(right(flow.source as Shape), need);
    insertion.made = this.modeling.createShape(shape, placeIn(flow, shape), flow as never) as Shape;
  }

  private makeSpace(start: number, need: number): void {
    const everything = selfAndAllChildren(this.canvas.getRootElement() as never, true) as Shape[];
    // The declared type says Point; the function takes a number.
    const { movingShapes, resizingShapes } = this.spaceTool.calculateAdjustments(everything, "x", need as never, start);
    this.spaceTool.makeSpace(movingShapes, resizingShapes, { x: need, y: 0 }, "e", start);
  }
}

/** How much wider the gap between two elements must become; nothing where the arrow does not lead on to the right. */
export function missingSpace(flow: Connection, shape: { readonly width: number }): number {
  const source = flow.source as Shape;
  const gap = (flow.target as Shape).x - right(source);
  return gap > 0 ? Math.max(0, shape.width + 2 * GAP - gap) : 0;
}

/** Right behind the source where there is room to the right, else in the middle of the arrow's longest part. */
export function placeIn(flow: Connection, shape: { readonly width: number }): { x: number; y: number } {
  const source = flow.source as Shape;
  if ((flow.target as Shape).x > right(source)) return { x: right(source) + GAP + shape.width / 2, y: source.y + source.height / 2 };
  const points = flow.waypoints;
  const parts = points.slice(1).map((to, i) => ({ from: points[i]!, to }));
  const longest = parts.reduce((a, b) => (length(b) > length(a) ? b : a));
  return { x: (longest.from.x + longest.to.x) / 2, y: (longest.from.y + longest.to.y) / 2 };
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function length({ from, to }: { from: Point; to: Point }): number {
  return Math.hypot(to.x - from.x, to.y - from.y);
}

function right({ x, width }: Shape): number {
  return x + width;
}
