import { useEffect, useRef } from "react";
import type { DraftState } from "./drafts/keeper";
import { shortTime } from "./drafts/times";
import type { Say } from "./words";

/** Say in one line where the answers are kept. */
export function DraftLine({ state, say }: { state: DraftState; say: Say }) {
  return <p className={`od-draft od-draft--${state.kind}`} role="status">{lineOf(state, say)}</p>;
}

export function lineOf(state: DraftState, say: Say): string {
  switch (state.kind) {
    case "untouched":
    case "conflict":
      return "";
    case "saving":
      return say("draftSaving");
    case "saved":
      return say("draftSaved", { time: shortTime(state.at) });
    case "restored":
      return say("draftRestored", { time: shortTime(state.at) });
    case "local":
      return say("draftLocal", { time: shortTime(state.at) });
    case "refused":
      return say(state.kept ? "draftRefused" : "draftUnsafe", { time: shortTime(state.at), reason: state.reason });
  }
}

interface ConflictProps {
  readonly state: DraftState & { kind: "conflict" };
  readonly say: Say;
  readonly onChoose: (side: "mine" | "theirs") => void;
}

/** Ask which of two drafts to keep; a decision is needed, so it cannot be dismissed. */
export function Conflict({ state, say, onChoose }: ConflictProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const { mine, theirs } = state;
  return (
    <dialog className="od-dialog" ref={dialog} onCancel={(event) => event.preventDefault()} onClose={() => dialog.current?.showModal()} aria-labelledby="conflict-title">
      <h2 id="conflict-title">{say("conflictTitle")}</h2>
      <p>{say("conflictText")}</p>
      <div className="od-actions">
        <button type="button" className="od-button od-button--primary" onClick={() => onChoose("mine")}>{say("keepMine", { time: shortTime(mine.at) })}</button>
        <button type="button" className="od-button" onClick={() => onChoose("theirs")}>
          {say("keepTheirs", { by: theirs.by ?? say("otherDevice"), time: shortTime(theirs.savedAt) })}
        </button>
      </div>
    </dialog>
  );
}
