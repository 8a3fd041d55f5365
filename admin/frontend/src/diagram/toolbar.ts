import type Canvas from "diagram-js/lib/core/Canvas";
import type { Say } from "./words";

const STEP = 160;

/** Buttons that move and scale a diagram, for keyboard and mouse alike. */
export function toolbar(canvas: Canvas, say: Say, goToNow: () => void): HTMLElement {
  const bar = document.createElement("div");
  bar.className = "od-diagram-tools";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", say("title"));
  const scroll = (dx: number, dy: number) => () => canvas.scroll({ dx, dy });
  const zoom = (factor: number) => () => canvas.zoom(Math.min(4, Math.max(0.2, canvas.zoom() * factor)));
  bar.append(
    button(say("goToNow"), "", goToNow),
    button(say("fit"), "", () => canvas.zoom("fit-viewport", "auto" as never)),
    button(say("zoomIn"), "＋", zoom(1.25)),
    button(say("zoomOut"), "－", zoom(0.8)),
    button(say("left"), "←", scroll(STEP, 0)),
    button(say("right"), "→", scroll(-STEP, 0)),
    button(say("up"), "↑", scroll(0, STEP)),
    button(say("down"), "↓", scroll(0, -STEP)),
  );
  return bar;
}

function button(label: string, sign: string, act: () => void): HTMLButtonElement {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "od-button od-button--small";
  element.textContent = sign || label;
  if (sign) {
    element.setAttribute("aria-label", label);
    element.title = label;
  }
  element.addEventListener("click", act);
  return element;
}
