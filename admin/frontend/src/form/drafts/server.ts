import { JSON_BODY, send, type Connection } from "../../shared/http";
import type { Answers } from "../config";

/** A draft as the server has it. */
export interface ServerDraft {
  readonly answers: Answers;
  readonly draftRevision: number;
  readonly savedAt: string;
  readonly by?: string;
}

/** What became of an attempt to save. */
export type Saved =
  | { readonly kind: "saved"; readonly draftRevision: number; readonly savedAt: string }
  | { readonly kind: "newer"; readonly theirs: ServerDraft }
  | { readonly kind: "unreachable" }
  | { readonly kind: "refused"; readonly reason: string };

/** The interface that the draft keeper needs of the server. */
export interface DraftServer {
  save(answers: Answers, draftRevision: number, leaving: boolean): Promise<Saved>;
  load(): Promise<ServerDraft | null>;
}

/** Browsers refuse larger bodies in a request that outlives its page. */
const KEEPALIVE_LIMIT = 60_000;

export class HttpDraftServer implements DraftServer {
  constructor(
    private readonly url: string,
    private readonly connection: Connection,
  ) {}

  async save(answers: Answers, draftRevision: number, leaving: boolean): Promise<Saved> {
    const body = JSON.stringify({ answers, draftRevision });
    const keepalive = leaving && new Blob([body]).size < KEEPALIVE_LIMIT;
    const init = { method: "PUT", headers: JSON_BODY, body, keepalive };
    const { status, body: got } = await send<ServerDraft>(this.url, init, this.connection);
    if (status === 200) return { kind: "saved", draftRevision: got.draftRevision!, savedAt: got.savedAt! };
    if (status === 409 && got.answers) return { kind: "newer", theirs: got as ServerDraft };
    return status === 0 ? { kind: "unreachable" } : { kind: "refused", reason: got.message ?? "" };
  }

  async load(): Promise<ServerDraft | null> {
    const { status, body } = await send<ServerDraft>(this.url, { method: "GET" }, this.connection);
    return status === 200 && body.answers ? (body as ServerDraft) : null;
  }
}
