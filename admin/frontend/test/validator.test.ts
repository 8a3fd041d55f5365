import { describe, expect, it } from "vitest";
import type { RJSFSchema } from "@rjsf/utils";
import { readFileSync } from "node:fs";
import { isPhone } from "../src/form/answers/formats";
import { check, createValidator } from "../src/form/answers/validator";

const PHONES = JSON.parse(readFileSync("../../tests/forms/phones.json", "utf8")) as { accepted: string[]; refused: string[] };

const zh = (schema: RJSFSchema, answers: unknown) => check({ type: "object", ...schema }, answers, "zh-Hans");
const one = (property: RJSFSchema, value: unknown) => zh({ properties: { a: property } }, { a: value });
const said = (message: string) => [{ path: "/a", message }];

describe("one sentence for each keyword", () => {
  it.each<[string, RJSFSchema, unknown, string]>([
    ["string", { type: "string" }, 1, "这里应填写文字。"],
    ["number", { type: "number" }, "多", "这里应填写数字。"],
    ["integer", { type: "integer" }, 1.5, "这里应填写整数。"],
    ["minLength", { type: "string", minLength: 4 }, "三个字", "至少 4 个字。"],
    ["maxLength", { type: "string", maxLength: 2 }, "三个字", "最多 2 个字。"],
    ["minimum", { type: "number", minimum: 0 }, -1, "不能小于 0。"],
    ["maximum", { type: "number", maximum: 9 }, 10, "不能大于 9。"],
    ["exclusiveMinimum", { exclusiveMinimum: 0 }, 0, "必须大于 0。"],
    ["exclusiveMaximum", { exclusiveMaximum: 1 }, 1, "必须小于 1。"],
    ["multipleOf", { multipleOf: 0.01 }, 0.005, "必须是 0.01 的倍数。"],
    ["pattern", { type: "string", pattern: "^\\d+$" }, "x", "格式不符合要求，请核对。"],
    ["date", { type: "string", format: "date" }, "2025-02-30", "请填写日期，例如 2025-06-03。"],
    ["date-time", { type: "string", format: "date-time" }, "16:00", "请填写日期和时间，例如 2025-06-03T16:00。"],
    ["email", { type: "string", format: "email" }, "赵某", "请填写电子邮箱，例如 name@example.cn。"],
    ["phone", { type: "string", "x-format": "phone" }, "1234567", "请填写手机号码，或带区号的固定电话。"],
    ["enum", { enum: [1, 2] }, 3, "请从列出的选项中选择。"],
    ["choice", { type: "string", oneOf: [{ const: "13", title: "交通" }] }, "99", "请从列出的选项中选择。"],
    ["alternatives", { oneOf: [{ type: "string", minLength: 2 }, { type: "number" }] }, "x", "请按其中一种方式填写。"],
    ["anyOf", { anyOf: [{ minLength: 2 }, { maxLength: 0 }] }, "x", "请按其中一种方式填写。"],
    ["const", { const: "同意" }, "不", "这里只能是“同意”。"],
    ["confirmation", { type: "boolean", const: true, title: "已加盖印章" }, false, "须先确认：已加盖印章。"],
    ["not", { not: { const: "x" } }, "x", "这里不能这样填写。"],
    ["minItems", { type: "array", minItems: 2 }, [1], "至少填写 2 项。"],
    ["maxItems", { type: "array", maxItems: 1 }, [1, 2], "最多填写 1 项。"],
    ["uniqueItems", { type: "array", uniqueItems: true }, [1, 1], "各项不能重复。"],
    ["contains", { type: "array", contains: { const: 1 } }, [2], "缺少必须包含的一项。"],
  ])("%s", (_, schema, value, sentence) => {
    expect(one(schema, value)).toEqual(said(sentence));
  });

  it("accepts what is right", () => {
    expect(one({ type: "string", format: "date-time" }, "2025-06-03T16:00")).toEqual([]);
    expect(one({ type: "number", multipleOf: 0.01 }, 19.99)).toEqual([]);
  });

  it("knows the same telephone numbers as the server", () => {
    expect(PHONES.accepted.filter((text) => !isPhone(text))).toEqual([]);
    expect(PHONES.refused.filter(isPhone)).toEqual([]);
  });
});

describe("what is missing", () => {
  it("points at the absent field itself and treats an emptied one as absent", () => {
    expect(zh({ required: ["a"] }, { a: undefined })).toEqual(said("请填写此项。"));
  });

  it("names the field that makes another one necessary", () => {
    const schema = { properties: { money: { title: "金额" }, a: {} }, dependentRequired: { money: ["a"] } };
    expect(zh(schema, { money: 1 })).toEqual(said("填写了“金额”，就需要填写此项。"));
  });

  it("speaks about a field of a condition once, without the noise of the condition", () => {
    const schema: RJSFSchema = {
      properties: { kind: { enum: ["person", "body"] } },
      allOf: [{ if: { properties: { kind: { const: "body" } }, required: ["kind"] }, then: { required: ["a"] }, else: { required: ["b"] } }],
    };
    expect(zh(schema, { kind: "body" })).toEqual(said("请填写此项。"));
  });

  it("finds every field at once, through references and lists", () => {
    const schema: RJSFSchema = {
      properties: { persons: { type: "array", items: { $ref: "#/$defs/person" } } },
      $defs: { person: { type: "object", properties: { age: { type: "integer", minimum: 18 } }, required: ["name"] } },
    };
    expect(zh(schema, { persons: [{ age: 3 }, { name: "赵某", age: 2 }] })).toEqual([
      { path: "/persons/0/name", message: "请填写此项。" },
      { path: "/persons/0/age", message: "不能小于 18。" },
      { path: "/persons/1/age", message: "不能小于 18。" },
    ]);
  });
});

describe("what does not belong", () => {
  it.each(["additionalProperties", "unevaluatedProperties"])("%s names the surplus field", (keyword) => {
    expect(zh({ properties: { b: {} }, [keyword]: false }, { a: 1, b: 2 })).toEqual(said("这张表单没有这一项，请删除。"));
  });
});

describe("as rjsf's validator", () => {
  it("resolves references of a condition in the whole schema", () => {
    const root = { $defs: { yes: { const: true } } } as RJSFSchema;
    const condition = { properties: { hurt: { $ref: "#/$defs/yes" } }, required: ["hurt"] } as RJSFSchema;
    const validator = createValidator("zh-Hans");
    expect(validator.isValid(condition, { hurt: true } as never, root)).toBe(true);
    expect(validator.isValid(condition, { hurt: false } as never, root)).toBe(false);
    expect(validator.isValid(condition, { hurt: undefined } as never, root)).toBe(false);
  });

  it("needs no eval", () => {
    const original = globalThis.Function;
    globalThis.Function = class { constructor() { throw new Error("eval"); } } as never;
    try {
      expect(one({ type: "string", pattern: "^x" }, "y")).toHaveLength(1);
    } finally {
      globalThis.Function = original;
    }
  });

  it("speaks English to English readers", () => {
    expect(check({ required: ["a"] }, {}, "en")).toEqual([{ path: "/a", message: "Fill this in." }]);
  });
});
