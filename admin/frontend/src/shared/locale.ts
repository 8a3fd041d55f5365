/** The two languages of the product; everything that is not English is shown in Chinese. */
export type Language = "zh" | "en";

/** Two wordings of one text. */
export interface Text {
  readonly zh: string;
  readonly en: string;
}

export function languageOf(locale: string): Language {
  return locale.toLowerCase().startsWith("en") ? "en" : "zh";
}

/** Fill `{name}` places of a sentence; a place without a value stays visible, so that a mistake is seen. */
export function fill(sentence: string, values: Readonly<Record<string, unknown>> = {}): string {
  return sentence.replace(/\{(\w+)\}/g, (place, name: string) => (name in values ? String(values[name]) : place));
}

/** Turn a table of texts into a function that speaks one language. */
export function speaker<K extends string>(texts: Readonly<Record<K, Text>>, locale: string) {
  const language = languageOf(locale);
  return (key: K, values: Readonly<Record<string, unknown>> = {}): string => fill(texts[key][language], values);
}
