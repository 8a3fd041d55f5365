import { speaker, type Text } from "../shared/locale";

export const WORDS = {
  table: { zh: "决策表", en: "Decision table" },
  drd: { zh: "关系图", en: "How the decisions depend on each other" },
  views: { zh: "本文件的决策", en: "Decisions of this file" },
  rule: { zh: "“{decision}”第 {number} 条规则", en: "Rule {number} of “{decision}”" },
  help: {
    zh: "点格子就能修改。文字要放在英文双引号里，例如 \"受理\"；“-”表示不看这一项。右键可以添加、删除规则和列。",
    en: "Click a cell to change it. Put text into double quotes, for example \"accepted\"; - means that the column does not matter. Right-click to add or remove rules and columns.",
  },
} satisfies Record<string, Text>;

export type Say = ReturnType<typeof words>;

export function words(locale: string) {
  return speaker<keyof typeof WORDS>(WORDS, locale);
}
