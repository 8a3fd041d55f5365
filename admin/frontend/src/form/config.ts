import type { RJSFSchema, UiSchema } from "@rjsf/utils";

export type Answers = Record<string, unknown>;

/** A file that is already stored on the server. */
export interface StoredFile {
  readonly name: string;
  readonly size: number;
  readonly url: string;
}

/** What the server puts into the page under `onedoor-form-config`. */
export interface FormConfig {
  readonly schema: RJSFSchema;
  readonly ui: UiSchema;
  readonly answers: Answers;
  readonly locale: string;
  readonly revision: number;
  readonly draftRevision: number;
  readonly submitUrl: string;
  /** Empty on a page that keeps no drafts, such as a preview. */
  readonly draftUrl: string;
  readonly uploadUrl: string;
  readonly csrf: string;
  readonly files: Readonly<Record<string, StoredFile>>;
  readonly readonly: boolean;
  readonly submitLabel?: string;
  /** Who is signed in; keeps the drafts of two people at one computer apart. */
  readonly actor?: string;
}
