/** Where the elements of a case's diagram stand. */
export interface DiagramConfig {
  readonly content: string;
  readonly open: readonly string[];
  readonly done: readonly string[];
  readonly overdue: readonly string[];
  readonly locale: string;
}

export type Standing = "open" | "overdue" | "done";

/** Tell each element's standing once: what is open again after being done counts as open. */
export function standings({ open, done, overdue }: Pick<DiagramConfig, "open" | "done" | "overdue">): Map<string, Standing> {
  const all = new Map<string, Standing>();
  for (const id of done) all.set(id, "done");
  for (const id of open) all.set(id, "open");
  for (const id of overdue) all.set(id, "overdue");
  return all;
}

/** Count how many tokens an element holds: a repeated step is open several times. */
export function tokens(open: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const id of open) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}
