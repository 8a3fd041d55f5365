import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import type { Element } from "bpmn-js/lib/model/Types";
import type Canvas from "diagram-js/lib/core/Canvas";
import type ElementRegistry from "diagram-js/lib/core/ElementRegistry";
import type Overlays from "diagram-js/lib/features/overlays/Overlays";
import { inLanguage, ONEDOOR } from "../shared/bpmn/onedoor";
import { translateModule } from "../shared/bpmn/translate";
import { standings, tokens, type DiagramConfig, type Standing } from "./standing";
import { toolbar } from "./toolbar";
import { words, type Say } from "./words";

/** Below this scale the names cannot be read any more. */
const READABLE = 0.6;

/** Show the process of one case and where it stands. */
export class CaseDiagram {
  private readonly say: Say;
  private readonly viewer: NavigatedViewer;
  private readonly standings: Map<string, Standing>;

  constructor(
    private readonly page: HTMLElement,
    private readonly config: DiagramConfig,
  ) {
    this.say = words(config.locale);
    this.standings = standings(config);
    this.page.classList.add("od-diagram");
    this.viewer = new NavigatedViewer({
      container: this.frame(),
      moddleExtensions: { onedoor: ONEDOOR },
      additionalModules: [translateModule(config.locale)],
      // The wheel belongs to the page; the buttons and the keyboard move the diagram.
      zoomScroll: { enabled: false },
    });
  }

  async show(): Promise<void> {
    try {
      await this.viewer.importXML(inLanguage(this.config.content, this.config.locale));
    } catch (error) {
      console.error(error);
      return this.page.replaceChildren(text("p", "od-notice", this.say("broken")));
    }
    this.mark();
    this.page.prepend(toolbar(this.canvas, this.say, () => this.goToNow()));
    this.page.append(this.list());
    this.fit();
  }

  private get canvas(): Canvas {
    return this.viewer.get<Canvas>("canvas");
  }

  private frame(): HTMLElement {
    const frame = text("div", "od-diagram-canvas", "");
    frame.setAttribute("role", "group");
    frame.setAttribute("aria-label", this.say("title"));
    this.page.append(frame);
    return frame;
  }

  private element(id: string): Element | undefined {
    return this.viewer.get<ElementRegistry>("elementRegistry").get(id) as Element | undefined;
  }

  private mark(): void {
    const counts = tokens(this.config.open);
    for (const [id, standing] of this.standings) {
      if (!this.element(id)) continue;
      this.canvas.addMarker(id, `od-is-${standing}`);
      if (standing !== "done") this.badge(id, standing, counts.get(id) ?? 1);
    }
  }

  private badge(id: string, standing: Standing, count: number): void {
    const label = this.say(standing === "overdue" ? "overdue" : "now");
    const html = text("span", `od-badge od-badge--${standing}`, count > 1 ? `${label} ×${count}` : label);
    this.viewer.get<Overlays>("overlays").add(id, "standing", { position: { top: -20, left: 0 }, html });
  }

  /** Show the whole; where names would be too small, the current step instead. */
  private fit(): void {
    this.canvas.zoom("fit-viewport", "auto" as never);
    if (this.canvas.zoom() < READABLE) this.goToNow();
  }

  private goToNow(): void {
    const id = [...this.config.overdue, ...this.config.open].find((each) => this.element(each));
    const element = id && this.element(id);
    if (!element) return;
    this.canvas.zoom(Math.max(this.canvas.zoom(), READABLE));
    this.canvas.scrollToElement(element, 120);
  }

  /** The same in words, for those who do not see the drawing. */
  private list(): HTMLElement {
    const section = text("section", "od-standings", "");
    section.append(text("h2", "od-standings-title", this.say("steps")));
    for (const standing of ["overdue", "open", "done"] as const) section.append(...this.group(standing));
    if (![...this.standings.values()].some((standing) => standing !== "done")) section.append(text("p", "", this.say("nothingOpen")));
    return section;
  }

  private group(standing: Standing): HTMLElement[] {
    const names = [...this.standings].filter(([id, each]) => each === standing && this.isStep(id)).map(([id]) => this.nameOf(id));
    if (names.length === 0) return [];
    const list = text("ul", `od-standing od-standing--${standing}`, "");
    list.append(...names.map((name) => text("li", "", name)));
    return [text("h3", "", this.say(standing === "open" ? "now" : standing)), list];
  }

  private isStep(id: string): boolean {
    const element = this.element(id);
    return Boolean(element && element.businessObject?.$instanceOf?.("bpmn:FlowNode") && (element.businessObject.name || this.standings.get(id) !== "done"));
  }

  private nameOf(id: string): string {
    return (this.element(id)?.businessObject.name as string | undefined) ?? this.say("nameless");
  }
}

function text(tag: string, className: string, content: string): HTMLElement {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.textContent = content;
  return element;
}
