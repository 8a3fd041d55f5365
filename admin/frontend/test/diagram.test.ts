import { describe, expect, it } from "vitest";
import { WORDS } from "../src/diagram/words";
import { standings, tokens } from "../src/diagram/standing";
import { inLanguage } from "../src/shared/bpmn/onedoor";
import { DIAGRAM_ZH } from "../src/shared/bpmn/texts";
import { missing, translateModule } from "../src/shared/bpmn/translate";
import { translatedTexts } from "./sources";

const XML = `<b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:o="urn:onedoor:bpmn:1">
  <b:userTask id="a" name="登记" o:en="Register"/><b:userTask id="b" name="调解"/></b:definitions>`;

describe("a diagram", () => {
  it("shows the English names to English readers, where there are any", () => {
    const shown = inLanguage(XML, "en");
    expect(shown).toContain('name="Register"');
    expect(shown).toContain('name="调解"');
    expect(inLanguage(XML, "zh-Hans")).toBe(XML);
  });

  it("tells each element's standing once, the most urgent one", () => {
    const told = standings({ done: ["a", "b", "c"], open: ["b", "c"], overdue: ["c"] });
    expect(Object.fromEntries(told)).toEqual({ a: "done", b: "open", c: "overdue" });
  });

  it("counts the tokens of a repeated step", () => {
    expect(tokens(["a", "b", "a"]).get("a")).toBe(2);
  });
});

describe("its texts", () => {
  it("from the libraries are all there in Chinese", () => {
    const texts = [...translatedTexts("bpmn-js/lib"), ...translatedTexts("diagram-js/lib")];
    expect(texts.length).toBeGreaterThan(40);
    expect(texts.filter((text) => !DIAGRAM_ZH[text])).toEqual([]);
  });

  it("are collected when one is missing", () => {
    const [, translate] = translateModule("zh-Hans").translate;
    expect(translate("Delete")).toBe("删除");
    expect(translate("Open {element}", { element: "调解" })).toBe("打开调解");
    expect(translate("Brand new text")).toBe("Brand new text");
    expect([...missing]).toEqual(["Brand new text"]);
  });

  it("of our own have both languages", () => {
    for (const [key, { zh, en }] of Object.entries(WORDS)) expect([key, Boolean(zh), Boolean(en)]).toEqual([key, true, true]);
  });
});
