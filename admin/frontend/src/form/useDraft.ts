import { useEffect, useRef, useState } from "react";
import type { Connection } from "../shared/http";
import type { Answers, FormConfig } from "./config";
import { DraftKeeper, type DraftState } from "./drafts/keeper";
import { LocalDraft, type LocalCopy } from "./drafts/local";
import { HttpDraftServer } from "./drafts/server";

const DELAY = 1_500;
const RETRY = 15_000;

/** Bind a draft keeper to the page: restore on load, save on hiding, warn before unsaved work is left. */
export function useDraft(config: FormConfig, connection: Connection, onAnswers: (answers: Answers) => void) {
  const [state, setState] = useState<DraftState>({ kind: "untouched" });
  const [aside, setAside] = useState<LocalCopy | null>(null);
  const keeper = useRef<DraftKeeper | null>(null);
  keeper.current ??= createKeeper(config, connection, setState, onAnswers);
  useEffect(() => {
    if (!config.draftUrl) keeper.current?.close();
    if (config.readonly || !config.draftUrl) return;
    void keeper.current?.restore();
    return watchPage(keeper.current!);
  }, [config.readonly, config.draftUrl]);
  useEffect(() => setAside(keeper.current?.setAside() ?? null), [state]);
  return { state, aside, keeper: keeper.current };
}

function createKeeper(
  config: FormConfig, connection: Connection, onState: (state: DraftState) => void, onAnswers: (answers: Answers) => void,
): DraftKeeper {
  const key = `onedoor-draft:${config.actor ?? ""}:${config.draftUrl}`;
  const parts = {
    server: new HttpDraftServer(config.draftUrl, connection),
    local: new LocalDraft(window.localStorage, key),
    aside: new LocalDraft(window.localStorage, `${key}:aside`),
    now: () => new Date(),
    delay: DELAY,
    retry: RETRY,
    onState,
    onAnswers,
  };
  return new DraftKeeper(parts, config.draftRevision);
}

function watchPage(keeper: DraftKeeper): () => void {
  const onHide = () => document.visibilityState === "hidden" && void keeper.flush(true);
  const onLeave = () => void keeper.flush(true);
  const onBack = () => void keeper.flush();
  document.addEventListener("visibilitychange", onHide);
  window.addEventListener("pagehide", onLeave);
  window.addEventListener("online", onBack);
  return () => {
    document.removeEventListener("visibilitychange", onHide);
    window.removeEventListener("pagehide", onLeave);
    window.removeEventListener("online", onBack);
  };
}
