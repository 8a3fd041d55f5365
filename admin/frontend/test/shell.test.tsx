import { act } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Editor, StudioConfig, StudioProblem } from "../src/shared/studio/config";
import { Shell } from "../src/shared/studio/Shell";

const PROBLEM: StudioProblem = { element: "n3", message: "“调解”没有说由谁来办。", cure: "请选择“谁来办”。", severity: "error" };

/** An editor of a text. */
class Text implements Editor {
  readonly canZoom = false;
  shown: readonly StudioProblem[] = [];
  focused: string | null = null;
  text = "<x/>";
  private readonly listeners = new Set<() => void>();

  content = async () => this.text;
  undo = () => undefined;
  redo = () => undefined;
  zoom = () => undefined;
  onChange(listener: () => void) {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }
  showProblems(problems: readonly StudioProblem[]) {
    this.shown = problems;
  }
  focus(element: string) {
    this.focused = element;
  }
  nameOf = (element: string) => (element === "n3" ? "调解" : "");
  type(text: string) {
    this.text = text;
    this.listeners.forEach((listener) => listener());
  }
}

function config(more: Partial<StudioConfig> = {}): StudioConfig {
  return {
    kind: "process", locale: "zh-Hans", content: "<x/>", revision: 1, saveUrl: "/save", checkUrl: "/check", backUrl: "/draft", csrf: "token", readonly: false, released: null,
    problems: [], lists: {}, ...more,
  };
}

async function show(editor: Text, given = config()): Promise<HTMLElement> {
  const page = document.body.appendChild(document.createElement("div"));
  await act(async () => createRoot(page).render(<Shell config={given} editor={editor} broken={null}>-</Shell>));
  return page;
}

async function press(page: HTMLElement, label: string): Promise<void> {
  const button = [...page.querySelectorAll("button")].find(({ textContent }) => textContent === label)!;
  await act(async () => button.click());
}

function answer(status: number, body: object) {
  const requests: { url: string; body: unknown; token: string }[] = [];
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    requests.push({ url, body: JSON.parse(String(init.body)), token: (init.headers as Record<string, string>)["X-CSRFToken"]! });
    return new Response(JSON.stringify(body), { status });
  });
  return requests;
}

afterEach(() => {
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

describe("the shell of a studio", () => {
  it("saves with the revision it saw, and shows the problems by name and at the element", async () => {
    const editor = new Text();
    const requests = answer(200, { revision: 2, problems: [PROBLEM] });
    const page = await show(editor);
    await act(async () => editor.type("<y/>"));
    expect(page.querySelector("[role=status]")!.textContent).toBe("有未保存的修改");
    await press(page, "保存草稿");
    expect(requests).toEqual([{ url: "/save", body: { content: "<y/>", revision: 1 }, token: "token" }]);
    expect(page.querySelector("[role=status]")!.textContent).toBe("已保存。");
    expect(editor.shown).toEqual([PROBLEM]);
    await press(page, "调解");
    expect(editor.focused).toBe("n3");
    await act(async () => editor.type("<z/>"));
    await press(page, "保存草稿");
    expect(requests[1]!.body).toEqual({ content: "<z/>", revision: 2 });
  });

  it("saves nothing that nobody changed, so that an inherited file is not copied by a press of the button", async () => {
    const requests = answer(200, { problems: [] });
    const page = await show(new Text());
    await press(page, "保存草稿");
    expect(requests.map(({ url }) => url)).toEqual(["/check"]);
    expect(page.querySelector("[role=status]")!.textContent).toBe("已保存。");
  });

  it("keeps what is on the screen when somebody else was faster", async () => {
    answer(409, { message: "这份草稿已在别处被修改。请选择保留哪一份。" });
    const editor = new Text();
    const page = await show(editor);
    await act(async () => editor.type("<y/>"));
    await press(page, "保存草稿");
    expect(page.querySelector("[role=alert]")!.textContent).toContain("这份草稿已在别处被修改。");
    expect(page.querySelector("[role=alert]")!.textContent).toContain("先把我的修改存成文件");
    expect(page.querySelector("[role=status]")!.textContent).toBe("有未保存的修改");
  });

  it("shows from the start what the check found", async () => {
    const editor = new Text();
    const page = await show(editor, config({ problems: [PROBLEM] }));
    expect(page.querySelector(".od-problems")!.textContent).toContain("“调解”没有说由谁来办。");
    expect(editor.shown).toEqual([PROBLEM]);
  });

  it("offers nothing to change for reading", async () => {
    const page = await show(new Text(), config({ readonly: true }));
    expect(page.querySelectorAll("button").length).toBe(0);
    expect(page.textContent).toContain("只能查看，不能修改。");
  });
});
