import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { FormConfig } from "../src/form/config";
import { FormPage, stillTrue } from "../src/form/FormPage";

const SCHEMA = {
  type: "object",
  properties: {
    kind: { type: "string", title: "身份", oneOf: [{ const: "p", title: "个人" }, { const: "b", title: "单位" }] },
    hurt: { type: "boolean", title: "有没有人受伤" },
    note: { type: "string", title: "说明", description: "写清经过。", minLength: 2 },
  },
  required: ["kind", "hurt"],
  if: { properties: { kind: { const: "b" } }, required: ["kind"] },
  then: { properties: { code: { type: "string", title: "代码" } }, required: ["code"] },
} as never;

const aConfig = (changes: Partial<FormConfig> = {}): FormConfig => ({
  schema: SCHEMA, ui: {}, answers: {}, locale: "zh-Hans", revision: 7, draftRevision: 3, submitUrl: "/submit", draftUrl: "/draft",
  uploadUrl: "/upload", csrf: "token", files: {}, readonly: false, submitLabel: "提交", ...changes,
});

let root: Root;
let page: HTMLElement;
const fetched: [string, RequestInit][] = [];
let reply: () => Promise<Response>;

beforeEach(() => {
  localStorage.clear();
  fetched.length = 0;
  document.body.innerHTML = '<div id="page"></div>';
  page = document.getElementById("page")!;
  Element.prototype.scrollIntoView = () => undefined;
  vi.stubGlobal("fetch", (url: string, init: RequestInit) => (fetched.push([url, init]), reply()));
});
afterEach(() => act(() => root.unmount()));

const show = (config: FormConfig) => act(async () => (root = createRoot(page)).render(<FormPage config={config} />));
const click = (selector: string) => act(async () => page.querySelector<HTMLElement>(selector)!.click());
const links = () => [...page.querySelectorAll(".od-summary li")].map((line) => line.textContent);
const json = (status: number, body: object) => async () => new Response(JSON.stringify(body), { status });

describe("an unanswered form", () => {
  it("answers nothing on its own", async () => {
    await show(aConfig());
    expect(page.querySelectorAll("input:checked")).toHaveLength(0);
    expect(fetched).toEqual([]);
  });

  it("asks for nothing in a group that may be left out, until something in it is answered", async () => {
    const signature = { type: "object", title: "签名", required: ["by"], properties: { by: { type: "string", title: "签名人" } } };
    const schema = { type: "object", properties: { signature } } as never;
    await show(aConfig({ schema }));
    expect([...page.querySelectorAll(".od-required, [aria-required]")]).toEqual([]);
    await act(() => root.unmount());
    await show(aConfig({ schema, answers: { signature: { by: "石某" } } }));
    expect(page.querySelectorAll(".od-required")).toHaveLength(1);
    expect(page.querySelector("#answers-signature-by")!.getAttribute("aria-required")).toBe("true");
  });

  it("is refused with a focused summary and errors tied to their fields", async () => {
    await show(aConfig({ answers: { note: "短" } }));
    await click("[type=submit]");
    expect(links()).toEqual(["身份：请填写此项。", "有没有人受伤：请填写此项。", "说明：至少 2 个字。"]);
    expect(document.activeElement?.className).toBe("od-summary");
    const note = page.querySelector("#answers-note")!;
    expect(note.getAttribute("aria-invalid")).toBe("true");
    const spoken = note.getAttribute("aria-describedby")!.split(" ").map((id) => document.getElementById(id)?.textContent);
    expect(spoken).toEqual(["写清经过。", "至少 2 个字。"]);
    expect(fetched).toEqual([]);
  });

  it("leads from the summary to the first control of a field", async () => {
    await show(aConfig());
    await click("[type=submit]");
    await click(".od-summary a");
    expect(document.activeElement?.id).toBe("answers-kind-0");
  });
});

describe("a condition", () => {
  it("asks for more, and what it no longer asks is not submitted", async () => {
    reply = json(409, { message: "案件已被别人办理。", reloadUrl: "/again" });
    await show(aConfig({ answers: { kind: "b", hurt: false, code: "9" } }));
    expect(page.querySelector("#answers-code")).not.toBeNull();
    await click("#answers-kind-0");
    expect(page.querySelector("#answers-code")).toBeNull();
    await click("[type=submit]");
    const [, init] = fetched.find(([url]) => url === "/submit")!;
    expect(JSON.parse(init.body as string)).toEqual({ answers: { kind: "p", hurt: false }, revision: 7, draftRevision: 3 });
    expect(new Headers(init.headers).get("X-CSRFToken")).toBe("token");
  });
});

describe("what the server says", () => {
  const ready = { answers: { kind: "p", hurt: true } };

  it("is merged beside the fields when it refuses answers", async () => {
    reply = json(422, { problems: [{ path: "/kind", message: "此人已登记。" }] });
    await show(aConfig(ready));
    await click("[type=submit]");
    expect(links()).toEqual(["身份：此人已登记。"]);
    expect(page.querySelector("[data-field=answers-kind] .od-error")?.textContent).toBe("此人已登记。");
  });

  it("offers to reload when the case has changed", async () => {
    reply = json(409, { message: "案件已被别人办理。", reloadUrl: "/again" });
    await show(aConfig(ready));
    await click("[type=submit]");
    expect(page.querySelector(".od-notice")?.textContent).toBe("案件已被别人办理。 重新载入本页");
    expect(page.querySelector(".od-notice a")?.getAttribute("href")).toBe("/again");
  });

  it("is replaced by a sentence when the network is away, and the button works again", async () => {
    reply = async () => Promise.reject(new TypeError("network"));
    await show(aConfig(ready));
    await click("[type=submit]");
    expect(page.querySelector(".od-notice")?.textContent).toContain("网络连接不上。您填写的内容都还在，请检查网络后再试一次。");
    expect(page.querySelector<HTMLButtonElement>("[type=submit]")!.disabled).toBe(false);
  });

  it("is asked once, however often the button is pressed", async () => {
    reply = () => new Promise(() => undefined);
    await show(aConfig(ready));
    await click("[type=submit]");
    await click("[type=submit]");
    expect(fetched.filter(([url]) => url === "/submit")).toHaveLength(1);
    expect(page.querySelector("[type=submit]")?.textContent).toBe("正在提交…");
  });
});

describe("a form that cannot be changed", () => {
  it("reads as terms and values", async () => {
    await show(aConfig({ readonly: true, answers: { kind: "b", hurt: false, code: "9" } }));
    const read = [...page.querySelectorAll(".od-answer")].map((entry) => [...entry.children].map((part) => part.textContent));
    expect(read).toEqual([["身份", "单位"], ["有没有人受伤", "否"], ["说明", "未填写"], ["代码", "9"]]);
    expect(page.querySelector("input, button")).toBeNull();
  });
});

describe("problems after a change", () => {
  it("stay while they are true, are reworded, and leave with their cause", () => {
    const shown = [{ path: "/a", message: "old" }, { path: "/b", message: "gone" }, { path: "/c", message: "server", fromServer: true }];
    const found = [{ path: "/a", message: "new" }, { path: "/d", message: "not asked yet" }];
    expect(stillTrue(shown, { c: 1 }, { c: 1 }, found)).toEqual([{ path: "/a", message: "new" }, shown[2]]);
    expect(stillTrue(shown, { c: 1 }, { c: 2 }, found)).toEqual([{ path: "/a", message: "new" }]);
  });
});
