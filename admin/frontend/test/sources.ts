import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Read all scripts of an installed package below one of its folders. */
export function sourcesOf(folder: string): string[] {
  const root = join("node_modules", folder);
  const files = readdirSync(root, { recursive: true, encoding: "utf8" });
  return files.filter((file) => file.endsWith(".js")).map((file) => readFileSync(join(root, file), "utf8"));
}

/** Find the texts that a package hands to its `translate` as they stand in the source. */
export function translatedTexts(folder: string): string[] {
  // An expression between quotes (' + shift + ') is no text, and neither is the example in a comment.
  const isText = (text: string) => !text.startsWith(" + ") && !text.startsWith("' +") && !text.startsWith("HELLO");
  const call = /\b_?translate\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/g;
  const found = sourcesOf(folder).flatMap((source) => [...source.matchAll(call)].map(([, single, double]) => (single ?? double)!));
  return [...new Set(found.map((text) => text.replace(/\\(['"])/g, "$1")).filter(isText))].sort();
}
