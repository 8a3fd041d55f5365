import { TranslatableString } from "@rjsf/utils";
import { describe, expect, it } from "vitest";
import { RJSF_ZH, translator, WORDS } from "../src/form/words";

const places = (text: string) => [...text.matchAll(/\{\w+\}|%\d/g)].map(([place]) => place).sort();

describe("both languages", () => {
  it("have the same places to fill in every text", () => {
    for (const [key, { zh, en }] of Object.entries(WORDS)) expect([key, places(zh)]).toEqual([key, places(en)]);
  });

  it("cover every text of the form library, with its places", () => {
    for (const english of Object.values(TranslatableString)) {
      expect(RJSF_ZH[english], english).toBeTruthy();
      expect([english, places(RJSF_ZH[english])]).toEqual([english, places(english)]);
    }
  });

  it("fill the places of a text of the library", () => {
    expect(translator("zh-Hans")(TranslatableString.TitleOptionPrefix, ["联系方式", "2"])).toBe("联系方式 选项 2");
    expect(translator("en")(TranslatableString.AddItemButton)).toBe("Add Item");
  });
});
