import { useEffect, type ReactNode } from "react";
import type { Editor, StudioConfig, StudioProblem } from "./config";
import { shellWords, type ShellSay } from "./words";
import { useStudio, type StudioNotice } from "./useStudio";

interface Props {
  readonly config: StudioConfig;
  readonly editor: Editor | null;
  readonly broken: string | null;
  readonly children: ReactNode;
}

/** The frame of a studio: tools above, the editor, what the check found below. */
export function Shell({ config, editor, broken, children }: Props) {
  const say = shellWords(config.locale);
  const studio = useStudio(config, editor);
  useSaveKey(config.readonly ? null : studio.save);
  return (
    <div className={`od-studio od-studio--${config.kind}`}>
      <div className="od-tools" role="toolbar" aria-label={say("tools")}>
        {!config.readonly && <EditTools say={say} editor={editor} studio={studio} />}
        {editor?.canZoom && <ZoomTools say={say} editor={editor} />}
        <p className="od-studio-state" role="status">{stateOf(config, studio, say)}</p>
        {config.backUrl && <a className="od-studio-back" href={config.backUrl}>{say("back")}</a>}
      </div>
      {broken !== null && <p className="od-notice" role="alert">{say("broken", { reason: broken })}</p>}
      {studio.notice && <Notice notice={studio.notice} say={say} editor={editor} kind={config.kind} />}
      {children}
      {studio.problems && <Problems problems={studio.problems} editor={editor} say={say} />}
    </div>
  );
}

type Studio = ReturnType<typeof useStudio>;

function stateOf(config: StudioConfig, { busy, isDirty, isSaved }: Studio, say: ShellSay): string {
  if (config.readonly) return say("readonly");
  if (busy) return say(busy);
  if (isDirty) return say("unsaved");
  return isSaved ? say("saved") : "";
}

function EditTools({ say, editor, studio }: { say: ShellSay; editor: Editor | null; studio: Studio }) {
  const isOff = !editor || studio.busy !== null;
  return (
    <>
      <button type="button" className="od-button od-button--primary" disabled={isOff} onClick={() => void studio.save()}>{say("save")}</button>
      <button type="button" className="od-button" disabled={isOff} onClick={() => void studio.check()}>{say("check")}</button>
      <button type="button" className="od-button" disabled={isOff} onClick={() => editor?.undo()}>{say("undo")}</button>
      <button type="button" className="od-button" disabled={isOff} onClick={() => editor?.redo()}>{say("redo")}</button>
    </>
  );
}

function ZoomTools({ say, editor }: { say: ShellSay; editor: Editor }) {
  return (
    <>
      <button type="button" className="od-button" aria-label={say("zoomIn")} title={say("zoomIn")} onClick={() => editor.zoom("in")}>＋</button>
      <button type="button" className="od-button" aria-label={say("zoomOut")} title={say("zoomOut")} onClick={() => editor.zoom("out")}>－</button>
      <button type="button" className="od-button" onClick={() => editor.zoom("fit")}>{say("fit")}</button>
    </>
  );
}

function useSaveKey(save: (() => Promise<void>) | null): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s" || !save) return;
      event.preventDefault();
      void save();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  });
}

function Notice({ notice, say, editor, kind }: { notice: StudioNotice; say: ShellSay; editor: Editor | null; kind: StudioConfig["kind"] }) {
  return (
    <div className="od-notice" role="alert">
      <p>{notice.message}</p>
      {notice.isConflict && (
        <p className="od-actions">
          <button type="button" className="od-button od-button--small" onClick={() => void download(editor, kind)}>{say("download")}</button>
          <a className="od-button od-button--small" href={window.location.href}>{say("reload")}</a>
        </p>
      )}
    </div>
  );
}

/** Someone else saved first: the own work can at least be kept as a file. */
async function download(editor: Editor | null, kind: StudioConfig["kind"]): Promise<void> {
  if (!editor) return;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([await editor.content()], { type: "application/xml" }));
  link.download = kind === "process" ? "process.bpmn" : "decision.dmn";
  link.click();
  URL.revokeObjectURL(link.href);
}

export function Problems({ problems, editor, say }: { problems: readonly StudioProblem[]; editor: Editor | null; say: ShellSay }) {
  const errors = problems.filter(({ severity }) => severity === "error").length;
  return (
    <section className="od-problems" aria-live="polite">
      <h2>{say("problems")}</h2>
      <p>{problems.length === 0 ? say("noProblems") : say("found", { errors, warnings: problems.length - errors })}</p>
      <ul>{problems.map((problem, i) => <ProblemRow key={i} problem={problem} editor={editor} say={say} />)}</ul>
    </section>
  );
}

function ProblemRow({ problem, editor, say }: { problem: StudioProblem; editor: Editor | null; say: ShellSay }) {
  const name = (problem.element && editor?.nameOf(problem.element)) || "";
  return (
    <li className={`od-problem od-problem--${problem.severity}`}>
      <span className="od-problem-kind">{say(problem.severity === "error" ? "error" : "warning")}</span>
      <span>
        {name && <button type="button" className="od-link" onClick={() => editor?.focus(problem.element!)}>{name}</button>} {problem.message}
        {problem.cure && <span className="od-problem-cure">{say("cure", { cure: problem.cure })}</span>}
      </span>
    </li>
  );
}
