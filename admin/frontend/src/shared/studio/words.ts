import { speaker, type Text } from "../locale";

export const WORDS = {
  save: { zh: "保存草稿", en: "Save draft" },
  saving: { zh: "正在保存…", en: "Saving…" },
  saved: { zh: "已保存。", en: "Saved." },
  unsaved: { zh: "有未保存的修改", en: "Unsaved changes" },
  back: { zh: "看改动、提交复核", en: "See the changes, submit" },
  check: { zh: "检查", en: "Check" },
  checking: { zh: "正在检查…", en: "Checking…" },
  undo: { zh: "撤销", en: "Undo" },
  redo: { zh: "重做", en: "Redo" },
  zoomIn: { zh: "放大", en: "Zoom in" },
  zoomOut: { zh: "缩小", en: "Zoom out" },
  fit: { zh: "看全图", en: "Whole diagram" },
  tools: { zh: "工具", en: "Tools" },
  problems: { zh: "检查结果", en: "Check results" },
  noProblems: { zh: "检查过了，没有发现问题。", en: "Checked; no problems found." },
  found: { zh: "有 {errors} 个错误，{warnings} 个提醒。", en: "{errors} errors, {warnings} warnings." },
  error: { zh: "错误", en: "Error" },
  warning: { zh: "提醒", en: "Warning" },
  cure: { zh: "怎么改：{cure}", en: "How to mend it: {cure}" },
  reload: { zh: "重新载入（会丢掉未保存的修改）", en: "Reload (unsaved changes are lost)" },
  download: { zh: "先把我的修改存成文件", en: "Keep my changes in a file first" },
  readonly: { zh: "只能查看，不能修改。", en: "For reading only." },
  broken: { zh: "这份文件打不开：{reason}", en: "This file cannot be opened: {reason}" },
} satisfies Record<string, Text>;

export type ShellSay = ReturnType<typeof shellWords>;

export function shellWords(locale: string) {
  return speaker<keyof typeof WORDS>(WORDS, locale);
}
