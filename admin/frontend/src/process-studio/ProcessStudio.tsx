import { useEffect, useRef, useState } from "react";
import type { StudioConfig } from "../shared/studio/config";
import { Shell } from "../shared/studio/Shell";
import { Panel } from "./panel/Panel";
import { ProcessEditor } from "./ProcessEditor";
import { words } from "./words";

/** The page on which a process is drawn: the canvas with its palette, and the settings beside it. */
export function ProcessStudio({ config }: { config: StudioConfig }) {
  const container = useRef<HTMLDivElement>(null);
  const [editor, setEditor] = useState<ProcessEditor | null>(null);
  const [broken, setBroken] = useState<string | null>(null);
  useEffect(() => open(container.current!, config, setEditor, setBroken), [config]);
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

/** Open the editor; one that is ready after the page went on is closed again. */
function open(container: HTMLElement, config: StudioConfig, ready: (editor: ProcessEditor) => void, failed: (reason: string) => void): () => void {
  let isGone = false;
  let opened: ProcessEditor | null = null;
  ProcessEditor.open(container, config).then(
    (editor) => {
      opened = editor;
      if (isGone) return editor.close();
      ready(editor);
    },
    (error: unknown) => failed(error instanceof Error ? error.message : String(error)),
  );
  return () => {
    isGone = true;
    opened?.close();
  };
}
