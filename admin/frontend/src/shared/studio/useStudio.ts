import { useEffect, useRef, useState } from "react";
import type { Editor, StudioConfig, StudioProblem } from "./config";
import { check, save, type Reply } from "./server";

export interface StudioNotice {
  readonly message: string;
  readonly isConflict: boolean;
}

/** Everything the shell of a studio remembers: revision, unsaved changes, problems and notices. */
export function useStudio(config: StudioConfig, editor: Editor | null) {
  const [busy, setBusy] = useState<"saving" | "checking" | null>(null);
  const [isDirty, setDirty] = useState(false);
  const [isSaved, setSaved] = useState(false);
  const [problems, setProblems] = useState<readonly StudioProblem[] | null>(config.problems.length > 0 ? config.problems : null);
  const [notice, setNotice] = useState<StudioNotice | null>(null);
  const revision = useRef(config.revision);
  const changes = useRef(0);
  /** How many of the changes are saved. */
  const kept = useRef(0);

  useEffect(() => editor?.onChange(() => {
    changes.current += 1;
    setDirty(true);
    setSaved(false);
  }), [editor]);
  useEffect(() => (isDirty ? guardLeaving() : undefined), [isDirty]);
  useEffect(() => editor?.showProblems(problems ?? []), [editor, problems]);

  const settle = (reply: Reply, changesThen: number) => {
    setBusy(null);
    if (reply.kind === "failed" || reply.kind === "changed") return setNotice({ message: reply.message, isConflict: reply.kind === "changed" });
    setNotice(null);
    setProblems(reply.problems);
    if (reply.kind !== "saved") return;
    revision.current = reply.revision;
    kept.current = changesThen;
    setDirty(changes.current !== changesThen);
    setSaved(changes.current === changesThen);
  };

  const run = async (what: "saving" | "checking") => {
    if (!editor || busy) return;
    commitOpenField();
    setBusy(what);
    const changesThen = changes.current;
    const content = await editor.content();
    // Saving what nobody changed would make a copy of an inherited file; the check is all there is to do then.
    const isNew = changesThen !== kept.current;
    settle(await (what === "saving" && isNew ? save(config, content, revision.current) : check(config, content)), changesThen);
    if (what === "saving" && !isNew) setSaved(true);
  };
  return { busy, isDirty, isSaved, problems, notice, save: () => run("saving"), check: () => run("checking") };
}

/** A field that is being typed in writes its value when it loses the focus. */
function commitOpenField(): void {
  const field = document.activeElement;
  if (field instanceof HTMLElement && field.matches("input, textarea, [contenteditable]")) field.blur();
}

function guardLeaving(): () => void {
  const guard = (event: BeforeUnloadEvent) => event.preventDefault();
  window.addEventListener("beforeunload", guard);
  return () => window.removeEventListener("beforeunload", guard);
}
