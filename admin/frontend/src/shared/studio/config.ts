/** One thing that can be picked; people see the label, the file gets the value. */
export interface Choice {
  readonly value: string;
  readonly label: string;
  /** What an operation takes. */
  readonly inputs?: readonly Choice[];
}

export type ListName = "forms" | "roles" | "codes" | "deadlines" | "decisions" | "operations" | "states" | "ends" | "processes";

/** What the server puts into the page under `onedoor-studio-config`. */
export interface StudioConfig {
  readonly kind: "process" | "decision";
  readonly locale: string;
  readonly content: string;
  readonly revision: number;
  readonly saveUrl: string;
  readonly checkUrl: string;
  /** Where the draft is read and submitted; empty for a release. */
  readonly backUrl: string;
  readonly csrf: string;
  readonly readonly: boolean;
  /** The version, of a file that has been released. */
  readonly released: string | null;
  /** What the check found when the page was made. */
  readonly problems: readonly StudioProblem[];
  readonly lists: Readonly<Partial<Record<ListName, readonly Choice[]>>>;
}

/** One finding of the server's check. */
export interface StudioProblem {
  readonly element?: string | null;
  readonly message: string;
  readonly cure?: string | null;
  readonly severity: "error" | "warning";
}

/** What the shell of a studio needs of the editor inside it. */
export interface Editor {
  readonly canZoom: boolean;
  content(): Promise<string>;
  undo(): void;
  redo(): void;
  zoom(how: "in" | "out" | "fit"): void;
  /** Call the listener after each change by the person; returns how to stop. */
  onChange(listener: () => void): () => void;
  showProblems(problems: readonly StudioProblem[]): void;
  focus(element: string): void;
  /** The name people know the element by; empty when it is not in this file. */
  nameOf(element: string): string;
}
