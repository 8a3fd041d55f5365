import { HIT_POLICIES } from "dmn-js-decision-table/lib/features/hit-policy/HitPolicies";
import { describe, expect, it } from "vitest";
import { placeOf } from "../src/decision-studio/places";
import { DECISION_ZH } from "../src/decision-studio/texts";
import { WORDS } from "../src/decision-studio/words";
import { WORDS as SHELL } from "../src/shared/studio/words";
import { sourcesOf, translatedTexts } from "./sources";

const PACKAGES = ["dmn-js-shared/lib", "dmn-js-drd/lib", "dmn-js-decision-table/lib", "dmn-js-literal-expression/lib", "dmn-js-boxed-expression/lib"];
const lacking = (texts: readonly string[]) => texts.filter((text) => !DECISION_ZH[text]);

describe("the texts of dmn-js", () => {
  it("are all there in Chinese", () => {
    const texts = PACKAGES.flatMap(translatedTexts);
    expect(texts.length).toBeGreaterThan(140);
    expect(lacking(texts)).toEqual([]);
  });

  it("that it takes from tables of its own are there too", () => {
    const policies = HIT_POLICIES.flatMap(({ label, explanation }) => [label, explanation]);
    const types = [...sourcesOf("dmn-js-shared/lib").join("\n").matchAll(/DEFAULT_DATA_TYPES = \[([^\]]+)\]/g)].flatMap(([, list]) => list!.match(/\w+/g) ?? []);
    const wrong = sourcesOf("dmn-js-decision-table/lib").flatMap((source) => [...source.matchAll(/'([^']*[Mm]ust match[^']*)'/g)].map(([, text]) => text!));
    expect([policies.length, types.length, new Set(wrong).size]).toEqual([22, 9, 5]);
    expect(lacking([...policies, ...types, ...wrong])).toEqual([]);
  });

  it("keep the places to fill in", () => {
    const places = (text: string) => text.match(/\{ ?\w+ ?\}/g);
    for (const [english, chinese] of Object.entries(DECISION_ZH)) expect([english, places(chinese)]).toEqual([english, places(english)]);
  });
});

describe("a place that the check names", () => {
  it("is an element, or a cell of a rule whatever its column is called", () => {
    expect(placeOf("D07")).toEqual({ element: "D07", rule: null });
    expect(placeOf("D07_table [3, 金额 [元]]")).toEqual({ element: "D07_table", rule: 3 });
    expect(placeOf("D07_table [12, 纠纷类型]")).toEqual({ element: "D07_table", rule: 12 });
  });
});

describe("our own words", () => {
  it("have both languages", () => {
    for (const [key, { zh, en }] of Object.entries({ ...WORDS, ...SHELL })) expect([key, Boolean(zh), Boolean(en)]).toEqual([key, true, true]);
  });
});
