import catalogue from "../../../../../engine/forms/sentences.json";
import { fill, languageOf, type Text } from "../../shared/locale";

const SENTENCES: Readonly<Record<string, Text>> = catalogue;

/** Return the sentence for a refused keyword, the most specific one that the catalogue has. */
export function sentence(keyword: string, detail: string | null, values: Readonly<Record<string, unknown>>, locale: string): string {
  const text = (detail && SENTENCES[`${keyword}.${detail}`]) || SENTENCES[keyword] || SENTENCES["not"]!;
  return fill(text[languageOf(locale)], values);
}

export function has(key: string): boolean {
  return key in SENTENCES;
}
