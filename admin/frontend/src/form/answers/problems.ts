import type { ErrorSchema } from "@rjsf/utils";
import type { OutputUnit } from "@cfworker/json-schema";
import { isNode, keywordsOf, keywordValue, pointer, steps, valueAt, type Node } from "./places";
import { sentence } from "./sentences";

/** One answer that cannot be accepted: a JSON pointer into the answers, and a sentence. */
export interface Problem {
  readonly path: string;
  readonly message: string;
}

/** Everything needed to phrase what the validator found. */
interface Setting {
  readonly schema: Node;
  readonly answers: unknown;
  readonly locale: string;
}

/** These only say that something inside them is wrong; the inside speaks for itself. */
const WRAPPERS = new Set(["$ref", "properties", "patternProperties", "items", "prefixItems", "allOf", "if", "dependentSchemas"]);
/** These speak as a whole; what their parts say about a branch not meant would only confuse. */
const WHOLES = ["oneOf", "anyOf", "not", "contains", "propertyNames"];
const UNKNOWN = new Set(["additionalProperties", "unevaluatedProperties"]);

/** Phrase the findings of the validator: one sentence each, no wrappers, nothing twice. */
export function phrase(units: readonly OutputUnit[], setting: Setting): Problem[] {
  const problems = units.filter(speaks).flatMap((unit) => problemsOf(unit, setting));
  const seen = new Set<string>();
  return problems.filter(({ path, message }) => !seen.has(path + message) && seen.add(path + message));
}

function speaks(unit: OutputUnit): boolean {
  if (WRAPPERS.has(unit.keyword) || unit.keyword === "false") return false;
  const above = keywordsOf(steps(unit.keywordLocation)).slice(0, -1);
  return !above.some((keyword) => WHOLES.includes(keyword) || keyword === "if");
}

function problemsOf(unit: OutputUnit, setting: Setting): Problem[] {
  const path = steps(unit.instanceLocation);
  const value = valueAt(setting.answers, path);
  if (unit.keyword === "required") return missing(unit, path, value, setting);
  if (unit.keyword === "dependentRequired") return missingBecause(unit, path, value, setting);
  if (UNKNOWN.has(unit.keyword)) return unknown(unit, path, setting);
  return [{ path: pointer(path), message: messageFor(unit, setting) }];
}

function missing(unit: OutputUnit, path: string[], value: unknown, { schema, locale }: Setting): Problem[] {
  const required = keywordValue(schema, steps(unit.keywordLocation)) as string[];
  const absent = required.filter((name) => !Object.hasOwn(value as object, name));
  return absent.map((name) => ({ path: pointer([...path, name]), message: sentence("required", null, {}, locale) }));
}

function missingBecause(unit: OutputUnit, path: string[], value: unknown, { schema, locale }: Setting): Problem[] {
  const owner = keywordValue(schema, steps(unit.keywordLocation).slice(0, -1)) as Node;
  const given = value as object;
  return Object.entries(owner["dependentRequired"] as Record<string, string[]>)
    .filter(([cause]) => Object.hasOwn(given, cause))
    .flatMap(([cause, names]) => names.map((name) => ({ cause: titleOf(owner, cause), name })))
    .filter(({ name }) => !Object.hasOwn(given, name))
    .map(({ cause, name }) => ({ path: pointer([...path, name]), message: sentence("dependentRequired", null, { cause }, locale) }));
}

function titleOf(owner: Node, name: string): string {
  const property = valueAt(owner, ["properties", name]);
  return isNode(property) && typeof property["title"] === "string" ? property["title"] : name;
}

/** The validator names the surplus property only in its English sentence. */
function unknown(unit: OutputUnit, path: string[], { locale }: Setting): Problem[] {
  const name = /^Property "(.*)" does not match/s.exec(unit.error)?.[1];
  return name === undefined ? [] : [{ path: pointer([...path, name]), message: sentence("unknown", null, {}, locale) }];
}

function messageFor(unit: OutputUnit, { schema, locale }: Setting): string {
  const location = steps(unit.keywordLocation);
  const limit = keywordValue(schema, location);
  const keyword = unit.keyword === "anyOf" ? "oneOf" : unit.keyword;
  if (keyword === "oneOf" && isChoice(limit)) return sentence("enum", null, {}, locale);
  return sentence(keyword, detailOf(keyword, limit), { limit, field: ownTitle(unit, location, schema) }, locale);
}

/** Some sentences depend on what is asked for: a date, a number, a confirmation. */
function detailOf(keyword: string, limit: unknown): string | null {
  if ((keyword === "format" || keyword === "type") && typeof limit === "string") return limit;
  return keyword === "const" && typeof limit === "boolean" ? String(limit) : null;
}

/** The title of the field that was refused, its name where it has none. */
function ownTitle(unit: OutputUnit, location: readonly string[], schema: Node): string {
  const owner = keywordValue(schema, location.slice(0, -1));
  const title = isNode(owner) ? owner["title"] : undefined;
  return typeof title === "string" ? title : (steps(unit.instanceLocation).at(-1) ?? "");
}

function isChoice(options: unknown): boolean {
  return Array.isArray(options) && options.every((option) => isNode(option) && "const" in option);
}

/** Arrange problems as rjsf wants them beside the fields. */
export function toErrorSchema(problems: readonly Problem[]): ErrorSchema {
  const root: Node = {};
  for (const { path, message } of problems) {
    const node = steps(path).reduce<Node>((at, step) => (at[step] ??= {}) as Node, root);
    node["__errors"] = [...((node["__errors"] as string[] | undefined) ?? []), message];
  }
  return root as ErrorSchema;
}
