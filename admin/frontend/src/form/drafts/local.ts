import type { Answers } from "../config";

/** What this computer holds of a draft that the server does not have yet. */
export interface LocalCopy {
  readonly answers: Answers;
  /** The server's draft revision that these answers were based on. */
  readonly base: number;
  /** When it was written, in ISO text. */
  readonly at: string;
  /** What was last sent from here; the page may have closed before the reply came. */
  readonly sent?: Answers;
}

/** The part of the browser's storage that drafts need. */
export type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** Keep one draft on this computer. */
export class LocalDraft {
  constructor(
    private readonly shelf: Shelf,
    private readonly key: string,
  ) {}

  read(): LocalCopy | null {
    return this.parse(this.attempt(() => this.shelf.getItem(this.key)) ?? null);
  }

  /** Return whether the copy was stored; storage may be full or forbidden. */
  write(copy: LocalCopy): boolean {
    return this.attempt(() => (this.shelf.setItem(this.key, JSON.stringify(copy)), true)) ?? false;
  }

  clear(): void {
    this.attempt(() => this.shelf.removeItem(this.key));
  }

  private attempt<T>(use: () => T): T | undefined {
    try {
      return use();
    } catch (error) {
      console.warn("The browser's storage refused a draft.", error);
      return undefined;
    }
  }

  private parse(text: string | null): LocalCopy | null {
    if (text === null) return null;
    const copy = this.attempt(() => JSON.parse(text) as Partial<LocalCopy>);
    return copy && copy.answers && typeof copy.base === "number" && copy.at ? (copy as LocalCopy) : null;
  }
}
