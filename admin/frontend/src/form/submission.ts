import { JSON_BODY, send, type Connection } from "../shared/http";
import type { Problem } from "./answers/problems";
import type { Answers } from "./config";

/** What became of a submit. */
export type Outcome =
  | { readonly kind: "accepted"; readonly next: string; readonly message: string }
  | { readonly kind: "problems"; readonly problems: readonly Problem[] }
  | { readonly kind: "changed"; readonly message: string; readonly reloadUrl: string }
  | { readonly kind: "failed"; readonly message: string };

interface Reply {
  readonly next: string;
  readonly message: string;
  readonly problems: readonly Problem[];
  readonly reloadUrl: string;
}

export interface Submission {
  readonly answers: Answers;
  readonly revision: number;
  readonly draftRevision: number;
}

export async function submit(url: string, submission: Submission, connection: Connection): Promise<Outcome> {
  const { status, body } = await send<Reply>(url, { method: "POST", headers: JSON_BODY, body: JSON.stringify(submission) }, connection);
  const message = body.message ?? "";
  if (status === 200 && body.next) return { kind: "accepted", next: body.next, message };
  if (status === 422 && body.problems?.length) return { kind: "problems", problems: body.problems };
  if (status === 409) return { kind: "changed", message, reloadUrl: body.reloadUrl ?? window.location.href };
  return { kind: "failed", message };
}
