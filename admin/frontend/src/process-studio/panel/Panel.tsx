import { useEffect, useReducer } from "react";
import type { Element } from "bpmn-js/lib/model/Types";
import type { StudioConfig } from "../../shared/studio/config";
import { FOLLOWING } from "../blocks";
import { canBeFollowed, is } from "../editing";
import type { ProcessEditor } from "../ProcessEditor";
import { ActivityFields } from "./activities";
import { isTranslated, Names, type PartProps } from "./common";
import { EventFields } from "./events";
import { TextField } from "./fields";
import { FlowFields, GatewayFields } from "./flows";

/** The settings of what is selected; of the process, with its steps, if nothing is. */
export function Panel({ editor, config }: { editor: ProcessEditor; config: StudioConfig }) {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => editor.onShown(redraw), [editor]);
  const chosen = editor.selected().filter((element) => element !== editor.root());
  const [element] = chosen;
  if (chosen.length > 1) return <Frame editor={editor} title={editor.say("several", { count: chosen.length })} hasBack />;
  if (!element) return <ProcessPart editor={editor} config={config} />;
  return <ElementPart key={element.id} element={element} editor={editor} config={config} />;
}

function Frame({ editor, title, hasBack, children }: { editor: ProcessEditor; title: string; hasBack?: boolean; children?: React.ReactNode }) {
  return (
    <aside className="od-settings" aria-label={editor.say("panel")}>
      {hasBack && <button type="button" className="od-link" onClick={() => editor.focus("")}>{editor.say("back")}</button>}
      <h2>{title}</h2>
      {children}
    </aside>
  );
}

function ElementPart(props: PartProps) {
  const { element, editor, config } = props;
  return (
    <Frame editor={editor} title={editor.titleOf(element)} hasBack>
      <Problems element={element} editor={editor} />
      <fieldset className="od-plain" disabled={config.readonly}>
        <Fields {...props} />
        {!config.readonly && <Follow element={element} editor={editor} />}
      </fieldset>
    </Frame>
  );
}

function Fields(props: PartProps) {
  const { element, editor } = props;
  if (is(element, "bpmn:Activity")) return <ActivityFields {...props} />;
  if (is(element, "bpmn:Event")) return <EventFields {...props} />;
  if (is(element, "bpmn:Gateway")) return <GatewayFields {...props} />;
  if (is(element, "bpmn:SequenceFlow")) return <FlowFields {...props} />;
  if (is(element, "bpmn:Lane", "bpmn:Participant")) return <Names {...props} />;
  return <p className="od-help">{editor.say("keptAsIs")}</p>;
}

function Problems({ element, editor }: { element: Element; editor: ProcessEditor }) {
  const found = editor.problemsOf(element);
  if (found.length === 0) return null;
  return (
    <div className="od-here" role="note" aria-label={editor.say("problemsHere")}>
      {found.map(({ message, cure, severity }, i) => <p key={i} className={`od-here--${severity}`}>{message}{cure && <span> {cure}</span>}</p>)}
    </div>
  );
}

/** The ready blocks once more, in words, for the keyboard and for those who do not guess signs. */
function Follow({ element, editor }: { element: Element; editor: ProcessEditor }) {
  const { say, editing } = editor;
  if (!canBeFollowed(element)) return null;
  return (
    <section className="od-follow">
      <h3>{say("addAfter")}</h3>
      <p className="od-actions">
        {FOLLOWING.map((block) => (
          <button key={block.key} type="button" className="od-button od-button--small" onClick={() => editing.append(element, block)}>
            <span className={block.icon} aria-hidden="true" />{say(block.word)}
          </button>
        ))}
        {is(element, "bpmn:Activity") && <button type="button" className="od-button od-button--small" onClick={() => editing.addDeadline(element)}>{say("addDeadline")}</button>}
      </p>
      <button type="button" className="od-button od-button--small od-button--danger" onClick={() => editing.remove([element])}>{say("delete")}</button>
    </section>
  );
}

function ProcessPart({ editor, config }: { editor: ProcessEditor; config: StudioConfig }) {
  const { say } = editor;
  const process = editor.process();
  const set = (attributes: Record<string, unknown>) => process && editor.editing.setInside(editor.root(), process, attributes);
  const text = (name: string) => String(process?.get(name) ?? "");
  return (
    <Frame editor={editor} title={say("panel")}>
      <fieldset className="od-plain" disabled={config.readonly}>
        {!isTranslated(config) && <TextField label={say("processName")} value={text("name")} onCommit={(name) => set({ name: name || undefined })} />}
        <TextField label={say("processNameEn")} value={text("onedoor:en")} onCommit={(en) => set({ "onedoor:en": en || undefined })} />
      </fieldset>
      <section>
        <h3>{say("outline")}</h3>
        <p className="od-help">{say("outlineHint")}</p>
        <ol className="od-outline">
          {editor.steps().map((step) => (
            <li key={step.id}><button type="button" className="od-link" onClick={() => editor.focus(step.id)}>{editor.titleOf(step)}</button></li>
          ))}
        </ol>
      </section>
    </Frame>
  );
}
