import { useRef } from "react";
import type { StudioConfig } from "../shared/studio/config";
import { Shell } from "../shared/studio/Shell";
import { useOpened } from "../shared/studio/useOpened";
import { Panel } from "./panel/Panel";
import { ProcessEditor } from "./ProcessEditor";
import { words } from "./words";

/** The page on which a process is drawn: the canvas with its palette, and the settings beside it. */
export function ProcessStudio({ config }: { config: StudioConfig }) {
  const container = useRef<HTMLDivElement>(null);
  const { editor, broken } = useOpened(container, config, ProcessEditor.open);
  const say = words(config.locale);
  return (
    <Shell config={config} editor={editor} broken={broken}>
      <div className="od-workbench">
        <div className="od-canvas" ref={container} role="group" aria-label={say("canvas")} />
        {editor && <Panel editor={editor} config={config} />}
      </div>
    </Shell>
  );
}
