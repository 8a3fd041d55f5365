import type BaseViewer from "bpmn-js/lib/BaseViewer";
import Modeler from "bpmn-js/lib/Modeler";
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import type { Element } from "bpmn-js/lib/model/Types";
import type CommandStack from "diagram-js/lib/command/CommandStack";
import type Canvas from "diagram-js/lib/core/Canvas";
import type ElementRegistry from "diagram-js/lib/core/ElementRegistry";
import type EventBus from "diagram-js/lib/core/EventBus";
import type Overlays from "diagram-js/lib/features/overlays/Overlays";
import type Selection from "diagram-js/lib/features/selection/Selection";
import { inLanguage, ONEDOOR } from "../shared/bpmn/onedoor";
import { translateModule } from "../shared/bpmn/translate";
import { languageOf } from "../shared/locale";
import type { Editor, StudioConfig, StudioProblem } from "../shared/studio/config";
import { businessOf, Editing, is, type Moddle } from "./editing";
import { insertingModule } from "./inserting";
import { providersModule } from "./providers";
import { words, type Say } from "./words";

/** Below this scale names cannot be read. */
const READABLE = 0.55;
const MARKS = { error: "od-has-error", warning: "od-has-warning" } as const;

/** A process on the canvas, for changing or, released, for reading. */
export class ProcessEditor implements Editor {
  readonly canZoom = true;
  readonly say: Say;
  readonly editing: Editing;
  private found: readonly StudioProblem[] = [];

  private constructor(
    private readonly viewer: BaseViewer,
    private readonly config: StudioConfig,
  ) {
    this.say = words(config.locale);
    this.editing = new Editing(viewer as Modeler);
  }

  /** Draw the process of a page. Rejects with bpmn-js's reason if it cannot be drawn. */
  static async open(container: HTMLElement, config: StudioConfig): Promise<ProcessEditor> {
    const viewer = config.readonly ? reader(container, config) : modeler(container, config);
    // Names are shown in English for reading only: an editor would save them as the Chinese ones.
    await viewer.importXML(config.readonly ? inLanguage(config.content, config.locale) : config.content);
    const editor = new ProcessEditor(viewer, config);
    editor.begin();
    return editor;
  }

  close(): void {
    this.viewer.destroy();
  }

  async content(): Promise<string> {
    return (await this.viewer.saveXML({ format: true })).xml ?? "";
  }

  undo(): void {
    if (this.commands.canUndo()) this.commands.undo();
  }

  redo(): void {
    if (this.commands.canRedo()) this.commands.redo();
  }

  zoom(how: "in" | "out" | "fit"): void {
    if (how === "fit") return void this.canvas.zoom("fit-viewport", "auto" as never);
    this.canvas.zoom(Math.min(4, Math.max(0.2, this.canvas.zoom() * (how === "in" ? 1.25 : 0.8))));
  }

  onChange(listener: () => void): () => void {
    return this.listen(["commandStack.changed"], listener);
  }

  /** Call the listener whenever what the panel shows may have changed. */
  onShown(listener: () => void): () => void {
    return this.listen(["selection.changed", "elements.changed", "commandStack.changed", "root.set"], listener);
  }

  showProblems(problems: readonly StudioProblem[]): void {
    this.found = problems;
    const overlays = this.viewer.get<Overlays>("overlays");
    overlays.remove({ type: "problem" });
    for (const element of this.elements()) for (const mark of Object.values(MARKS)) this.canvas.removeMarker(element as never, mark);
    for (const [id, about] of grouped(problems)) if (this.registry.get(id)) this.mark(id, about, overlays);
  }

  problemsOf(element: Element): readonly StudioProblem[] {
    return this.found.filter((problem) => problem.element === businessOf(element).id);
  }

  focus(id: string): void {
    const element = this.registry.get(id) as Element | undefined;
    if (!element || element === this.canvas.getRootElement()) return this.viewer.get<Selection>("selection").select(null as never);
    const root = this.canvas.findRoot(element as never);
    if (root) this.canvas.setRootElement(root);
    this.viewer.get<Selection>("selection").select(element as never);
    this.canvas.scrollToElement(element as never, 120);
  }

  nameOf(id: string): string {
    const element = this.registry.get(id) as Element | undefined;
    if (element) return this.titleOf(element);
    const process = this.process();
    return process?.id === id ? String(process["name"] ?? "") : "";
  }

  /** The name that people know an element by, in the language of the page. */
  titleOf(element: Element): string {
    const { source, target } = element as { source?: Element; target?: Element };
    if (is(element, "bpmn:SequenceFlow") && source && target) return `${this.titleOf(source)} → ${this.titleOf(target)}`;
    const business = businessOf(element);
    const english = languageOf(this.config.locale) === "en" ? business.get("onedoor:en") : undefined;
    return String(english || business["name"] || this.say("nameless"));
  }

  /** What is selected; the label of a thing counts as the thing. */
  selected(): readonly Element[] {
    const chosen = this.viewer.get<Selection>("selection").get() as Element[];
    return [...new Set(chosen.map((element) => (element as { labelTarget?: Element }).labelTarget ?? element))];
  }

  /** The steps of the process in the order in which they are drawn. */
  steps(): readonly Element[] {
    const steps = this.elements().filter((element) => is(element, "bpmn:Activity") && !(element as { labelTarget?: Element }).labelTarget);
    return steps.sort((a, b) => place(a).x - place(b).x || place(a).y - place(b).y);
  }

  root(): Element {
    return this.canvas.getRootElement() as Element;
  }

  /** The process itself, also where it is drawn as a pool. */
  process(): Moddle | undefined {
    const root = businessOf(this.root());
    if (root.$type === "bpmn:Process") return root;
    const participants = (root["participants"] as Moddle[] | undefined) ?? [];
    return participants.map((each) => each["processRef"] as Moddle | undefined).find(Boolean);
  }

  private begin(): void {
    this.zoom("fit");
    if (this.canvas.zoom() >= READABLE) return;
    this.canvas.zoom(0.85);
    const start = this.elements().find((element) => is(element, "bpmn:StartEvent"));
    if (start) this.canvas.scrollToElement(start as never, { top: 200, left: 240, right: 500, bottom: 250 } as never);
  }

  private mark(id: string, about: readonly StudioProblem[], overlays: Overlays): void {
    const severity = about.some((each) => each.severity === "error") ? "error" : "warning";
    this.canvas.addMarker(id, MARKS[severity]);
    const badge = document.createElement("span");
    badge.className = `od-problem-badge od-problem-badge--${severity}`;
    badge.title = about.map(({ message }) => message).join("\n");
    badge.textContent = "!";
    overlays.add(id, "problem", { position: { top: -12, right: 12 }, html: badge });
  }

  private listen(events: string[], listener: () => void): () => void {
    const bus = this.viewer.get<EventBus>("eventBus");
    bus.on(events as never, listener as never);
    return () => bus.off(events as never, listener as never);
  }

  private elements(): Element[] {
    return this.registry.getAll() as Element[];
  }

  private get canvas(): Canvas {
    return this.viewer.get<Canvas>("canvas");
  }

  private get registry(): ElementRegistry {
    return this.viewer.get<ElementRegistry>("elementRegistry");
  }

  private get commands(): CommandStack {
    return this.viewer.get<CommandStack>("commandStack");
  }
}

function modeler(container: HTMLElement, config: StudioConfig): Modeler {
  const made: Modeler = new Modeler({
    container,
    moddleExtensions: { onedoor: ONEDOOR },
    additionalModules: [translateModule(config.locale), providersModule(words(config.locale), () => made), insertingModule] as never,
  });
  return made;
}

function reader(container: HTMLElement, config: StudioConfig): BaseViewer {
  return new NavigatedViewer({ container, moddleExtensions: { onedoor: ONEDOOR }, additionalModules: [translateModule(config.locale)] as never });
}

function grouped(problems: readonly StudioProblem[]): Map<string, StudioProblem[]> {
  const groups = new Map<string, StudioProblem[]>();
  for (const problem of problems) if (problem.element) groups.set(problem.element, [...(groups.get(problem.element) ?? []), problem]);
  return groups;
}

function place(element: Element): { x: number; y: number } {
  return element as unknown as { x: number; y: number };
}
