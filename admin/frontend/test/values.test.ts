import { describe, expect, it } from "vitest";
import { keywordsOf, pointer, steps } from "../src/form/answers/places";
import { titleAt } from "../src/form/answers/titles";
import { shortTime, wallTime } from "../src/form/drafts/times";
import { readableSize } from "../src/form/widgets/files";
import { asWritten } from "../src/form/widgets/inputs";

describe("numbers as they are typed", () => {
  it.each<[string, unknown]>([
    ["12", 12], ["１，２３４.５", 1234.5], ["1,000", 1000], ["", undefined], ["十二", "十二"], ["1.", "1."], ["1.50", "1.50"], ["0.05", 0.05],
  ])("%s", (typed, kept) => expect(asWritten(typed)).toBe(kept));
});

describe("times", () => {
  it("are told in Shanghai, with the date when it was another day", () => {
    const now = new Date("2026-11-24T08:00:00Z");
    expect(shortTime("2026-11-24T06:05:00Z", now)).toBe("14:05");
    expect(shortTime("2026-11-23T06:05:00Z", now)).toBe("2026-11-23 14:05");
  });

  it("become wall time for the field", () => {
    expect(wallTime("2025-06-03T08:00:00Z")).toBe("2025-06-03T16:00");
    expect(wallTime("2025-06-03T16:00")).toBe("2025-06-03T16:00");
  });
});

describe("places", () => {
  it("survive a round trip through a pointer", () => {
    expect(steps(pointer(["a/b", "~", 0, "姓名"]))).toEqual(["a/b", "~", "0", "姓名"]);
  });

  it("do not take a property for a keyword", () => {
    expect(keywordsOf(steps("#/properties/oneOf/minLength"))).toEqual(["properties", "minLength"]);
  });

  it("are named as the form shows them", () => {
    const schema = {
      properties: { persons: { title: "当事人", items: { $ref: "#/$defs/p" } } },
      $defs: { p: { properties: { name: { title: "姓名" } }, then: { properties: { code: { title: "代码" } } } } },
    };
    expect(titleAt(schema, { persons: [{}, {}] }, "/persons/1/name")).toBe("当事人 2 / 姓名");
    expect(titleAt(schema, { persons: [{}, {}] }, "/persons/0/code")).toBe("当事人 1 / 代码");
  });
});

describe("file sizes", () => {
  it.each([[900, "900 B"], [2048, "2 KB"], [3_500_000, "3.3 MB"]])("%d", (bytes, text) => expect(readableSize(bytes)).toBe(text));
});
