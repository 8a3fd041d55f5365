import type { Connection } from "../../shared/http";
import type { StoredFile } from "../config";

export interface Uploaded extends StoredFile {
  readonly id: string;
}

/** The texts an upload can end with when the server gives none. */
export interface UploadTexts {
  readonly unreachable: string;
  readonly refused: string;
}

/** Send one file and report progress in percent; rejects with a sentence for the person. */
export function upload(
  file: File, url: string, connection: Connection, onProgress: (percent: number) => void, texts: UploadTexts,
): Promise<Uploaded> {
  return new Promise((resolve, reject) => {
    // Only XMLHttpRequest tells how far an upload has come.
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("X-CSRFToken", connection.csrf);
    request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    request.setRequestHeader("Accept", "application/json");
    request.upload.onprogress = ({ loaded, total }) => onProgress(total ? Math.floor((loaded / total) * 100) : 0);
    request.onload = () => settle(request, texts, resolve, reject);
    request.onerror = () => reject(new Error(texts.unreachable));
    request.send(formWith(file));
  });
}

function formWith(file: File): FormData {
  const form = new FormData();
  form.append("file", file);
  return form;
}

function settle(request: XMLHttpRequest, texts: UploadTexts, resolve: (file: Uploaded) => void, reject: (error: Error) => void): void {
  const body = parse(request.responseText);
  if (request.status === 201 && body?.id) resolve(body as Uploaded);
  else reject(new Error(body?.message || texts.refused));
}

function parse(text: string): (Partial<Uploaded> & { message?: string }) | null {
  try {
    return JSON.parse(text) as Partial<Uploaded>;
  } catch {
    return null;
  }
}
