/** Walks along JSON pointers: in the answers, and in the schema through its references. */
export type Node = Record<string, unknown>;

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Split a pointer such as `/persons/0/phone` or `#/persons/0`; the whole value is the empty list. */
export function steps(pointer: string): string[] {
  return pointer
    .replace(/^#/, "")
    .split("/")
    .slice(1)
    .map((step) => decodeURIComponent(step).replace(/~1/g, "/").replace(/~0/g, "~"));
}

export function pointer(path: readonly (string | number)[]): string {
  return path.map((step) => `/${String(step).replace(/~/g, "~0").replace(/\//g, "~1")}`).join("");
}

export function valueAt(root: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, step) => (value as Node | undefined)?.[step], root);
}

/** Follow the location of a keyword; `$ref` steps lead to the definition they name. */
export function keywordValue(root: unknown, location: readonly string[]): unknown {
  return location.reduce<unknown>((schema, step) => {
    const value = (schema as Node | undefined)?.[step];
    return step === "$ref" && typeof value === "string" ? valueAt(root, steps(value)) : value;
  }, root);
}

const HOLDS_NAMES = new Set(["properties", "patternProperties", "$defs", "dependentSchemas"]);

/** Return the keywords on the way, without the property names between them. */
export function keywordsOf(location: readonly string[]): string[] {
  const keywords: string[] = [];
  for (let i = 0; i < location.length; i += 1) {
    keywords.push(location[i]!);
    if (HOLDS_NAMES.has(location[i]!)) i += 1;
  }
  return keywords;
}

/** The id under which the form draws the field of a path. */
export function fieldId(path: readonly (string | number)[]): string {
  return ["answers", ...path].join("-");
}
