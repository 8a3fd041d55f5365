import { deepEquals } from "@rjsf/utils";
import type { Answers } from "../config";
import type { LocalCopy, LocalDraft } from "./local";
import type { DraftServer, Saved, ServerDraft } from "./server";

/** What the line under the form says. */
export type DraftState =
  | { readonly kind: "untouched" }
  | { readonly kind: "saving" }
  | { readonly kind: "saved"; readonly at: string }
  | { readonly kind: "restored"; readonly at: string }
  | { readonly kind: "local"; readonly at: string }
  | { readonly kind: "refused"; readonly at: string; readonly reason: string; readonly kept: boolean }
  | { readonly kind: "conflict"; readonly mine: LocalCopy; readonly theirs: ServerDraft };

export interface DraftParts {
  readonly server: DraftServer;
  readonly local: LocalDraft;
  /** Holds the version that was not chosen after a conflict. */
  readonly aside: LocalDraft;
  readonly now: () => Date;
  readonly delay: number;
  readonly retry: number;
  readonly onState: (state: DraftState) => void;
  readonly onAnswers: (answers: Answers) => void;
}

/** Keep the answers safe while they are typed: on this computer at once, on the server soon after. */
export class DraftKeeper {
  private state: DraftState = { kind: "untouched" };
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<void> | null = null;
  private pending: LocalCopy | null = null;
  private closed = false;
  private sent: Answers | undefined;

  constructor(
    private readonly parts: DraftParts,
    private revision: number,
  ) {}

  get draftRevision(): number {
    return this.revision;
  }

  /** Whether something is written that the server does not have. */
  get isUnsaved(): boolean {
    return this.pending !== null || this.running !== null || this.state.kind === "conflict";
  }

  /** Bring back what an earlier visit could not deliver. */
  async restore(): Promise<void> {
    const mine = this.parts.local.read();
    if (!mine) return;
    if (mine.base === this.revision) return this.resume(mine);
    const theirs = await this.parts.server.load();
    if (theirs && deepEquals(theirs.answers, mine.answers)) return this.parts.local.clear();
    if (theirs && !deepEquals(theirs.answers, mine.sent)) return this.tell({ kind: "conflict", mine, theirs });
    this.revision = theirs?.draftRevision ?? this.revision;
    this.resume(mine);
  }

  changed(answers: Answers): void {
    if (this.closed) return;
    this.pending = { answers, base: this.revision, at: this.parts.now().toISOString(), sent: this.sent };
    this.parts.local.write(this.pending);
    if (this.state.kind !== "conflict") this.schedule(this.parts.delay);
  }

  /** Save now; `leaving` lets the request outlive the page. */
  async flush(leaving = false): Promise<void> {
    clearTimeout(this.timer);
    // A request under way decides the next revision; a second one beside it would contradict the first.
    if (this.running && leaving) return;
    while (this.running) await this.running;
    if (!this.pending || this.closed || this.state.kind === "conflict") return;
    this.running = this.save(this.pending, leaving).finally(() => (this.running = null));
    await this.running;
  }

  /** Decide a conflict; the other version is laid aside, not lost. */
  async choose(side: "mine" | "theirs"): Promise<void> {
    if (this.state.kind !== "conflict") return;
    const mine = this.pending ?? this.state.mine;
    const { theirs } = this.state;
    this.revision = theirs.draftRevision;
    if (side === "mine") return this.keepMine(mine, theirs);
    this.parts.aside.write({ ...mine, base: this.revision });
    this.adopt(theirs.answers);
    this.parts.local.clear();
    this.tell({ kind: "saved", at: theirs.savedAt });
  }

  setAside(): LocalCopy | null {
    return this.parts.aside.read();
  }

  /** Exchange the shown answers for the version that was laid aside. */
  async swap(shown: Answers): Promise<void> {
    const other = this.parts.aside.read();
    if (!other) return;
    this.parts.aside.write({ answers: shown, base: this.revision, at: this.parts.now().toISOString() });
    this.parts.onAnswers(other.answers);
    this.changed(other.answers);
    await this.flush();
  }

  /** Forget everything: the answers were submitted. */
  close(): void {
    this.closed = true;
    this.pending = null;
    clearTimeout(this.timer);
    this.parts.local.clear();
    this.parts.aside.clear();
  }

  private resume(mine: LocalCopy): void {
    this.pending = { ...mine, base: this.revision };
    this.parts.onAnswers(mine.answers);
    this.tell({ kind: "restored", at: mine.at });
    this.schedule(this.parts.delay);
  }

  private async keepMine(mine: LocalCopy, theirs: ServerDraft): Promise<void> {
    this.parts.aside.write({ answers: theirs.answers, base: this.revision, at: theirs.savedAt });
    this.parts.onAnswers(mine.answers);
    this.state = { kind: "saving" };
    this.changed(mine.answers);
    await this.flush();
  }

  private adopt(answers: Answers): void {
    this.pending = null;
    this.parts.onAnswers(answers);
  }

  private schedule(delay: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), delay);
  }

  private async save(copy: LocalCopy, leaving: boolean): Promise<void> {
    this.tell({ kind: "saving" });
    this.sent = copy.answers;
    this.parts.local.write({ ...copy, sent: copy.answers });
    this.settle(copy, await this.parts.server.save(copy.answers, this.revision, leaving));
  }

  private settle(copy: LocalCopy, saved: Saved): void {
    if (this.closed) return;
    if (saved.kind === "saved") return this.delivered(copy, saved);
    if (saved.kind === "newer") return this.tell({ kind: "conflict", mine: this.pending ?? copy, theirs: saved.theirs });
    const kept = this.parts.local.write(this.pending ?? copy);
    if (saved.kind === "unreachable" && kept) this.tell({ kind: "local", at: copy.at });
    else this.tell({ kind: "refused", at: copy.at, reason: saved.kind === "refused" ? saved.reason : "", kept });
    this.schedule(this.parts.retry);
  }

  private delivered(copy: LocalCopy, saved: Saved & { kind: "saved" }): void {
    this.revision = saved.draftRevision;
    this.tell({ kind: "saved", at: saved.savedAt });
    if (this.pending !== copy) return this.changedMeanwhile();
    this.pending = null;
    this.parts.local.clear();
  }

  /** More was typed while the request was under way; it now stands on the new revision. */
  private changedMeanwhile(): void {
    if (!this.pending) return;
    this.pending = { ...this.pending, base: this.revision };
    this.parts.local.write(this.pending);
    this.schedule(this.parts.delay);
  }

  private tell(state: DraftState): void {
    this.state = state;
    this.parts.onState(state);
  }
}
