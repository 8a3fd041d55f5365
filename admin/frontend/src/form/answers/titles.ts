import { isNode, steps, valueAt, type Node } from "./places";

/** Name the field of a path as the form shows it: "当事人 2 / 电话". */
export function titleAt(schema: unknown, answers: unknown, path: string): string {
  const names: string[] = [];
  let nodes = [resolve(schema, schema)].filter(isNode);
  let value = answers;
  for (const step of steps(path)) {
    const isEntry = Array.isArray(value);
    nodes = nodes.flatMap((node) => children(schema, node, step, isEntry));
    value = valueAt(value, [step]);
    if (isEntry) names.push(`${names.pop() ?? ""} ${Number(step) + 1}`.trim());
    else names.push(titleOf(nodes) ?? step);
  }
  return names.join(" / ");
}

function titleOf(nodes: readonly Node[]): string | undefined {
  return nodes.map(({ title }) => title).find((title) => typeof title === "string");
}

/** Look a step up in the schema and in every branch that speaks about the same value. */
function children(root: unknown, node: Node, step: string, isEntry: boolean): Node[] {
  const own = resolve(root, isEntry ? node["items"] : valueAt(node, ["properties", step]));
  return [own, ...branches(root, node).flatMap((branch) => children(root, branch, step, isEntry))].filter(isNode);
}

function branches(root: unknown, node: Node): Node[] {
  const named = Object.values((node["dependentSchemas"] as Node | undefined) ?? {});
  const listed = ["allOf", "anyOf", "oneOf"].flatMap((key) => (node[key] as unknown[] | undefined) ?? []);
  return [node["then"], node["else"], ...named, ...listed].map((branch) => resolve(root, branch)).filter(isNode);
}

/** Follow a reference inside the document; words beside the reference win. */
export function resolve(root: unknown, schema: unknown): unknown {
  if (!isNode(schema) || typeof schema["$ref"] !== "string") return schema;
  const { $ref, ...beside } = schema;
  const target = resolve(root, valueAt(root, steps($ref as string)));
  return isNode(target) ? { ...target, ...beside } : beside;
}
