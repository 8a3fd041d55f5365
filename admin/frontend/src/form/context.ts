import type { Connection } from "../shared/http";
import type { StoredFile } from "./config";
import type { Say } from "./words";

/** What widgets and templates know beside their own field (rjsf's `formContext`). */
export interface FormContext {
  readonly say: Say;
  readonly locale: string;
  readonly connection: Connection;
  readonly uploadUrl: string;
  readonly files: Map<string, StoredFile>;
  /** Called when an upload starts (+1) and ends (-1). */
  readonly onUpload: (change: 1 | -1) => void;
}
