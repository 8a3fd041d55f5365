import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Answers } from "../src/form/config";
import { DraftKeeper, type DraftState } from "../src/form/drafts/keeper";
import { LocalDraft, type Shelf } from "../src/form/drafts/local";
import type { DraftServer, Saved, ServerDraft } from "../src/form/drafts/server";

/** A server that keeps one draft, and can be cut off. */
class FakeServer implements DraftServer {
  draft: ServerDraft = { answers: {}, draftRevision: 0, savedAt: "2026-11-24T06:00:00Z" };
  reachable = true;
  saves = 0;

  async save(answers: Answers, draftRevision: number): Promise<Saved> {
    this.saves += 1;
    if (!this.reachable) return { kind: "unreachable" };
    if (draftRevision !== this.draft.draftRevision) return { kind: "newer", theirs: this.draft };
    this.draft = { ...this.draft, answers, draftRevision: draftRevision + 1 };
    return { kind: "saved", draftRevision: this.draft.draftRevision, savedAt: this.draft.savedAt };
  }

  async load(): Promise<ServerDraft> {
    return this.draft;
  }
}

class FakeShelf implements Shelf {
  readonly held = new Map<string, string>();
  full = false;
  getItem = (key: string) => this.held.get(key) ?? null;
  removeItem = (key: string) => void this.held.delete(key);
  setItem(key: string, value: string): void {
    if (this.full) throw new DOMException("full", "QuotaExceededError");
    this.held.set(key, value);
  }
}

function aKeeper({ server = new FakeServer(), shelf = new FakeShelf() } = {}) {
  const states: DraftState[] = [];
  const shown: Answers[] = [];
  const keeper = new DraftKeeper(
    {
      server, local: new LocalDraft(shelf, "draft"), aside: new LocalDraft(shelf, "aside"), now: () => new Date("2026-11-24T06:05:00Z"),
      delay: 1500, retry: 15000, onState: (state) => states.push(state), onAnswers: (answers) => shown.push(answers),
    },
    server.draft.draftRevision,
  );
  return { keeper, server, shelf, states, shown, kinds: () => states.map(({ kind }) => kind) };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("saving", () => {
  it("keeps every change on this computer at once and sends the last one after the pause", async () => {
    const { keeper, server, shelf, kinds } = aKeeper();
    keeper.changed({ name: "赵" });
    keeper.changed({ name: "赵某" });
    expect(JSON.parse(shelf.getItem("draft")!).answers).toEqual({ name: "赵某" });
    await vi.advanceTimersByTimeAsync(1499);
    expect(server.saves).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(server.draft.answers).toEqual({ name: "赵某" });
    expect(kinds()).toEqual(["saving", "saved"]);
    expect(shelf.getItem("draft")).toBeNull();
    expect(keeper.isUnsaved).toBe(false);
  });

  it("saves again what was typed while a save was under way", async () => {
    const { keeper, server } = aKeeper();
    keeper.changed({ name: "赵" });
    const first = keeper.flush();
    keeper.changed({ name: "赵某" });
    await first;
    await vi.advanceTimersByTimeAsync(1500);
    expect(server.draft).toMatchObject({ answers: { name: "赵某" }, draftRevision: 2 });
  });

  it("keeps the answers here while the network is away, and delivers them when it is back", async () => {
    const { keeper, server, shelf, kinds } = aKeeper();
    server.reachable = false;
    keeper.changed({ name: "赵某" });
    await keeper.flush();
    expect(kinds()).toEqual(["saving", "local"]);
    expect(shelf.getItem("draft")).toContain("赵某");
    server.reachable = true;
    await vi.advanceTimersByTimeAsync(15_000);
    expect(server.draft.answers).toEqual({ name: "赵某" });
  });

  it("says so when neither the server nor this computer can keep the answers", async () => {
    const { keeper, server, shelf, states } = aKeeper();
    server.reachable = false;
    shelf.full = true;
    vi.spyOn(console, "warn").mockImplementation(() => undefined);
    keeper.changed({ name: "赵某" });
    await keeper.flush();
    expect(states.at(-1)).toMatchObject({ kind: "refused", kept: false });
  });

  it("stays silent after the form was submitted", async () => {
    const { keeper, server, shelf } = aKeeper();
    keeper.changed({ name: "赵某" });
    keeper.close();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(server.saves).toBe(0);
    expect(shelf.held.size).toBe(0);
  });
});

describe("coming back", () => {
  it("restores what an earlier visit could not deliver", async () => {
    const shelf = new FakeShelf();
    const earlier = aKeeper({ shelf });
    earlier.keeper.changed({ name: "赵某" });
    const { keeper, server, shown, kinds } = aKeeper({ shelf });
    await keeper.restore();
    expect(shown).toEqual([{ name: "赵某" }]);
    expect(kinds()).toEqual(["restored"]);
    await vi.advanceTimersByTimeAsync(1500);
    expect(server.draft.answers).toEqual({ name: "赵某" });
  });

  it("asks nothing when the page closed before the reply to its last save came", async () => {
    const server = new FakeServer();
    const shelf = new FakeShelf();
    const earlier = aKeeper({ server, shelf });
    earlier.keeper.changed({ b: 1, a: 2 });
    server.draft = { ...server.draft, answers: { a: 2, b: 1 }, draftRevision: 1 };
    const { keeper, kinds } = aKeeper({ server, shelf });
    await keeper.restore();
    expect(kinds()).toEqual([]);
    expect(shelf.getItem("draft")).toBeNull();
  });

  it("goes on with what was typed after a save whose reply never came", async () => {
    const server = new FakeServer();
    const shelf = new FakeShelf();
    const earlier = aKeeper({ server, shelf });
    server.reachable = false;
    earlier.keeper.changed({ name: "赵" });
    await earlier.keeper.flush();
    earlier.keeper.changed({ name: "赵某" });
    server.draft = { ...server.draft, answers: { name: "赵" }, draftRevision: 1 };
    const { keeper, shown, kinds } = aKeeper({ server, shelf });
    await keeper.restore();
    expect(shown).toEqual([{ name: "赵某" }]);
    expect(kinds()).toEqual(["restored"]);
  });
});

describe("a draft changed on two devices", () => {
  async function inConflict() {
    const parts = aKeeper();
    parts.server.draft = { answers: { name: "钱某" }, draftRevision: 5, savedAt: "2026-11-24T06:03:00Z", by: "孙某" };
    parts.keeper.changed({ name: "赵某" });
    await parts.keeper.flush();
    return parts;
  }

  it("asks, with both versions and their times", async () => {
    const { states } = await inConflict();
    expect(states.at(-1)).toMatchObject({
      kind: "conflict",
      mine: { answers: { name: "赵某" }, at: "2026-11-24T06:05:00.000Z" },
      theirs: { answers: { name: "钱某" }, savedAt: "2026-11-24T06:03:00Z", by: "孙某" },
    });
  });

  it("sends nothing until the question is answered", async () => {
    const { keeper, server } = await inConflict();
    keeper.changed({ name: "赵某某" });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.draft.answers).toEqual({ name: "钱某" });
  });

  it("keeps mine and lays theirs aside", async () => {
    const { keeper, server } = await inConflict();
    await keeper.choose("mine");
    expect(server.draft).toMatchObject({ answers: { name: "赵某" }, draftRevision: 6 });
    expect(keeper.setAside()?.answers).toEqual({ name: "钱某" });
  });

  it("takes theirs, lays mine aside, and can bring mine back", async () => {
    const { keeper, server, shown } = await inConflict();
    await keeper.choose("theirs");
    expect(shown.at(-1)).toEqual({ name: "钱某" });
    expect(keeper.setAside()?.answers).toEqual({ name: "赵某" });
    await keeper.swap({ name: "钱某" });
    expect(server.draft.answers).toEqual({ name: "赵某" });
    expect(keeper.setAside()?.answers).toEqual({ name: "钱某" });
  });
});
