import { useEffect, useReducer, useRef } from "react";
import type { StudioConfig } from "../shared/studio/config";
import { Shell } from "../shared/studio/Shell";
import { useOpened } from "../shared/studio/useOpened";
import { DecisionEditor } from "./DecisionEditor";
import { words } from "./words";

/** The page on which decision tables are changed; several decisions of a file are chosen from above it. */
export function DecisionStudio({ config }: { config: StudioConfig }) {
  const container = useRef<HTMLDivElement>(null);
  const { editor, broken } = useOpened(container, config, DecisionEditor.open);
  const say = words(config.locale);
  return (
    <Shell config={config} editor={editor} broken={broken}>
      {editor && <Views editor={editor} />}
      {!config.readonly && <p className="od-decision-help">{say("help")}</p>}
      <div className="od-decision" ref={container} role="group" aria-label={say("table")} />
    </Shell>
  );
}

function Views({ editor }: { editor: DecisionEditor }) {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => editor.onViews(redraw), [editor]);
  const views = editor.views();
  if (views.length < 2) return null;
  const { say } = editor;
  return (
    <nav className="od-actions" aria-label={say("views")}>
      {views.map((view) => (
        <button
          key={view.id} type="button" className="od-button od-button--small" aria-current={view.id === editor.active()?.id ? "true" : undefined}
          onClick={() => editor.show(view)}
        >
          {view.type === "drd" ? say("drd") : (view.name ?? view.id)}
        </button>
      ))}
    </nav>
  );
}
