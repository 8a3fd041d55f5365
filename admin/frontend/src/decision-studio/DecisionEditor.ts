import Modeler from "dmn-js/lib/Modeler";
import Viewer from "dmn-js/lib/Viewer";
import type { DmnElement, DmnManager, DmnView, DmnViewer } from "dmn-js/manager";
import { inLanguage } from "../shared/bpmn/onedoor";
import { translateModule } from "../shared/bpmn/translate";
import type { Editor, StudioConfig, StudioProblem } from "../shared/studio/config";
import { placeOf } from "./places";
import { DECISION_ZH } from "./texts";
import { words, type Say } from "./words";

interface CommandStack {
  canUndo(): boolean;
  canRedo(): boolean;
  undo(): void;
  redo(): void;
}

/** FEEL is the only language that runs here. */
const FEEL = { options: [{ value: "feel", label: "FEEL" }], defaults: { editor: "feel" } };

/** The decisions of one file, for changing or for reading. */
export class DecisionEditor implements Editor {
  readonly canZoom = false;
  readonly say: Say;
  private readonly marks = document.createElement("style");
  private readonly changeListeners = new Set<() => void>();

  private constructor(
    private readonly manager: DmnManager,
    config: StudioConfig,
  ) {
    this.say = words(config.locale);
    document.head.append(this.marks);
  }

  /** Open the file of a page at its first table. Rejects with dmn-js's reason if it cannot be read. */
  static async open(container: HTMLElement, config: StudioConfig): Promise<DecisionEditor> {
    const manager = make(container, config);
    const editor = new DecisionEditor(manager, config);
    manager.on("viewer.created", (({ viewer }: { viewer: DmnViewer }) => editor.attend(viewer)) as never);
    await manager.importXML(config.readonly ? inLanguage(config.content, config.locale) : config.content);
    const first = editor.tables()[0];
    if (first) await manager.open(first);
    return editor;
  }

  close(): void {
    this.marks.remove();
    this.manager.destroy();
  }

  async content(): Promise<string> {
    return (await this.manager.saveXML({ format: true })).xml;
  }

  undo(): void {
    const commands = this.commands();
    if (commands?.canUndo()) commands.undo();
  }

  redo(): void {
    const commands = this.commands();
    if (commands?.canRedo()) commands.redo();
  }

  zoom(): void {
    // A table has one size.
  }

  onChange(listener: () => void): () => void {
    this.changeListeners.add(listener);
    return () => void this.changeListeners.delete(listener);
  }

  /** Call the listener when other views are there or another one is shown. */
  onViews(listener: () => void): () => void {
    this.manager.on("views.changed", listener as never);
    return () => this.manager.off("views.changed", listener as never);
  }

  /** The views to choose from: the drawing only where there is more than one decision. */
  views(): readonly DmnView[] {
    const tables = this.tables();
    return tables.length > 1 ? this.manager.getViews().filter(({ type }) => type === "drd").concat(tables) : tables;
  }

  active(): DmnView | undefined {
    return this.manager.getActiveView();
  }

  show(view: DmnView): void {
    void this.manager.open(view);
  }

  /** Tables are drawn anew with every change, so rows are marked by their ids in a style sheet. */
  showProblems(problems: readonly StudioProblem[]): void {
    const rules = problems.map(({ element, severity }) => ({ id: element ? this.ruleOf(element)?.id : undefined, severity }));
    this.marks.textContent = rules
      .filter(({ id }) => id)
      .map(({ id, severity }) => `.od-decision [data-row-id="${CSS.escape(id!)}"] { background: var(--${severity === "error" ? "danger" : "warn"}-wash); }`)
      .join("\n");
  }

  focus(element: string): void {
    const view = this.viewOf(element);
    if (!view) return;
    void this.manager.open(view).then(() => {
      const rule = this.ruleOf(element);
      document.querySelector(`[data-row-id="${CSS.escape(rule?.id ?? "")}"]`)?.scrollIntoView({ block: "center" });
    });
  }

  nameOf(element: string): string {
    const view = this.viewOf(element);
    if (!view) return "";
    const decision = view.name ?? view.id;
    const { rule } = placeOf(element);
    return rule === null ? decision : this.say("rule", { decision, number: rule });
  }

  private attend(viewer: DmnViewer): void {
    viewer.on("commandStack.changed", () => this.changeListeners.forEach((listener) => listener()));
  }

  private tables(): readonly DmnView[] {
    return this.manager.getViews().filter(({ type }) => type !== "drd");
  }

  private viewOf(written: string): DmnView | undefined {
    const { element } = placeOf(written);
    return this.tables().find((view) => contains(view.element, element));
  }

  private ruleOf(written: string): DmnElement | undefined {
    const { rule } = placeOf(written);
    return rule === null ? undefined : this.viewOf(written)?.element.decisionLogic?.rule?.[rule - 1];
  }

  private commands(): CommandStack | undefined {
    return this.manager.getActiveViewer()?.get<CommandStack>("commandStack");
  }
}

function make(container: HTMLElement, config: StudioConfig): DmnManager {
  const speaking = { additionalModules: [translateModule(config.locale, DECISION_ZH)] };
  const options = { container, common: { expressionLanguages: FEEL }, drd: speaking, decisionTable: speaking, literalExpression: speaking, boxedExpression: speaking };
  return config.readonly ? new Viewer(options) : new Modeler(options);
}

/** Tell whether an element with this id stands inside another. */
function contains(outer: DmnElement, id: string): boolean {
  if (outer.id === id) return true;
  return Object.entries(outer).some(([key, value]) => {
    if (key.startsWith("$") || typeof value !== "object" || value === null) return false;
    const parts = (Array.isArray(value) ? value : [value]) as DmnElement[];
    return parts.some((part) => part?.$parent === outer && contains(part, id));
  });
}
