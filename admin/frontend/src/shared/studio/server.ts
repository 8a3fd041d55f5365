import { JSON_BODY, send, type Connection } from "../http";
import type { StudioConfig, StudioProblem } from "./config";

/** What became of a save or a check. */
export type Reply =
  | { readonly kind: "saved"; readonly revision: number; readonly problems: readonly StudioProblem[] }
  | { readonly kind: "checked"; readonly problems: readonly StudioProblem[] }
  | { readonly kind: "changed"; readonly message: string }
  | { readonly kind: "failed"; readonly message: string };

interface Body {
  readonly revision: number;
  readonly problems: readonly StudioProblem[];
}

export async function save(config: StudioConfig, content: string, revision: number): Promise<Reply> {
  const { status, body } = await put(config, content, revision);
  if (status === 200) return { kind: "saved", revision: body.revision ?? revision, problems: body.problems ?? [] };
  return { kind: status === 409 ? "changed" : "failed", message: body.message ?? "" };
}

export async function check(config: StudioConfig, content: string): Promise<Reply> {
  const init = { method: "POST", headers: JSON_BODY, body: JSON.stringify({ content }) };
  const { status, body } = await send<Body>(config.checkUrl, init, connection(config));
  return status === 200 ? { kind: "checked", problems: body.problems ?? [] } : { kind: "failed", message: body.message ?? "" };
}

function put(config: StudioConfig, content: string, revision: number) {
  const init = { method: "PUT", headers: JSON_BODY, body: JSON.stringify({ content, revision }) };
  return send<Body>(config.saveUrl, init, connection(config));
}

function connection({ csrf, locale }: StudioConfig): Connection {
  return { csrf, locale };
}
