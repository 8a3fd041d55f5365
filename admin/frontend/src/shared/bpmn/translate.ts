import { fill } from "../locale";
import { DIAGRAM_ZH } from "./texts";

/** Texts that were asked for in Chinese and are not in the tables; for tests and for the console. */
export const missing = new Set<string>();

/** The `translate` of diagram-js in the language of the page. */
export function translateModule(locale: string, table: Readonly<Record<string, string>> = DIAGRAM_ZH) {
  const isEnglish = locale.toLowerCase().startsWith("en");
  const translate = (template: string, values: Record<string, unknown> = {}): string => {
    if (!isEnglish && !(template in table)) missing.add(template);
    return fill(isEnglish ? template : (table[template] ?? template), values);
  };
  return { translate: ["value", translate] as ["value", typeof translate] };
}
