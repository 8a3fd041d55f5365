import { Validator, type OutputUnit, type Schema } from "@cfworker/json-schema";
import type { RJSFSchema, RJSFValidationError, ValidationData, ValidatorType } from "@rjsf/utils";
import { registerFormats } from "./formats";
import { isNode, steps, type Node } from "./places";
import { phrase, toErrorSchema, type Problem } from "./problems";

registerFormats();

/** Check answers against a schema without `eval`, so that the page may forbid it. */
export function check(schema: RJSFSchema, answers: unknown, locale: string): Problem[] {
  const plain = withoutAbsent(answers) ?? {};
  return phrase(findings(schema, plain), { schema: prepared(schema) as Node, answers: plain, locale });
}

/** The door for rjsf, which asks mostly whether the condition of an `if` holds. */
export function createValidator(locale: string): ValidatorType {
  return {
    isValid: (schema, answers, root) => holds(schema, answers, root),
    rawValidation: (schema, answers) => ({ errors: findings(schema, withoutAbsent(answers)) as never[] }),
    validateFormData: (answers, schema) => asValidationData(check(schema, answers, locale)),
  };
}

function holds(schema: RJSFSchema, answers: unknown, root: RJSFSchema): boolean {
  const plain = withoutAbsent(answers);
  if (plain === undefined) return false;
  return findings(withDefinitions(schema, root), plain).length === 0;
}

function findings(schema: RJSFSchema, answers: unknown): OutputUnit[] {
  if (answers === undefined) return [];
  return new Validator(prepared(schema), "2020-12", false).validate(answers).errors;
}

const preparedSchemas = new WeakMap<object, Schema>();

/** Copy a schema once, with `x-format: phone` written as the format that the validator knows. */
function prepared(schema: RJSFSchema): Schema {
  const known = preparedSchemas.get(schema);
  if (known) return known;
  const copy = withFormats(schema) as Schema;
  preparedSchemas.set(schema, copy);
  return copy;
}

function withFormats(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withFormats);
  if (!isNode(schema)) return schema;
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, withFormats(value)]));
  return schema["x-format"] === "phone" && !schema["format"] ? { ...copy, format: "phone" } : copy;
}

const withRoot = new WeakMap<object, RJSFSchema>();

/** A part of a schema is checked with the definitions of the whole. */
function withDefinitions(schema: RJSFSchema, root: RJSFSchema | undefined): RJSFSchema {
  if (!root?.$defs || schema === root || !isNode(schema)) return schema;
  const known = withRoot.get(schema);
  if (known) return known;
  const whole = { ...schema, $defs: root.$defs };
  withRoot.set(schema, whole);
  return whole;
}

/** JSON knows no undefined: an emptied field is an absent one. */
export function withoutAbsent(answers: unknown): unknown {
  return answers === undefined ? undefined : JSON.parse(JSON.stringify(answers));
}

function asValidationData(problems: readonly Problem[]): ValidationData<unknown> {
  return { errors: problems.map(asRjsfError), errorSchema: toErrorSchema(problems) };
}

function asRjsfError({ path, message }: Problem): RJSFValidationError {
  return { property: `.${steps(path).join(".")}`, message, stack: message } as Node as unknown as RJSFValidationError;
}
