import { speaker, type Text } from "../shared/locale";

export const WORDS = {
  title: { zh: "流程图", en: "Process diagram" },
  now: { zh: "正在办理", en: "In progress" },
  overdue: { zh: "已超期", en: "Overdue" },
  done: { zh: "已完成", en: "Done" },
  nothingOpen: { zh: "没有正在办理的步骤。", en: "No step is in progress." },
  nameless: { zh: "未命名的步骤", en: "Unnamed step" },
  steps: { zh: "各步骤的办理情况", en: "Where the steps stand" },
  zoomIn: { zh: "放大", en: "Zoom in" },
  zoomOut: { zh: "缩小", en: "Zoom out" },
  fit: { zh: "看全图", en: "Whole diagram" },
  goToNow: { zh: "看当前步骤", en: "Current step" },
  left: { zh: "向左看", en: "Look left" },
  right: { zh: "向右看", en: "Look right" },
  up: { zh: "向上看", en: "Look up" },
  down: { zh: "向下看", en: "Look down" },
  broken: { zh: "流程图无法显示。请联系管理员检查这份流程。", en: "The diagram cannot be shown. Please ask your administrator to check this process." },
} satisfies Record<string, Text>;

export type Say = ReturnType<typeof words>;

export function words(locale: string) {
  return speaker<keyof typeof WORDS>(WORDS, locale);
}
