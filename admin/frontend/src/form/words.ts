import { TranslatableString } from "@rjsf/utils";
import { speaker, type Text } from "../shared/locale";

export const WORDS = {
  required: { zh: "必填", en: "required" },
  submit: { zh: "提交", en: "Submit" },
  submitting: { zh: "正在提交…", en: "Submitting…" },
  reload: { zh: "重新载入本页", en: "Reload this page" },
  summary: { zh: "有 {count} 处需要修改", en: "{count} things need attention" },
  summaryHint: { zh: "点一下可以直接跳到要修改的地方。", en: "Follow a link to go straight to the field." },
  problem: { zh: "{title}：{message}", en: "{title}: {message}" },
  wholeForm: { zh: "整张表单", en: "The whole form" },
  choose: { zh: "请选择", en: "Please choose" },
  addTo: { zh: "添加{title}", en: "Add {title}" },
  add: { zh: "添加一项", en: "Add an entry" },
  removeFrom: { zh: "删除第 {number} 项", en: "Remove entry {number}" },
  moveUp: { zh: "上移第 {number} 项", en: "Move entry {number} up" },
  moveDown: { zh: "下移第 {number} 项", en: "Move entry {number} down" },
  copy: { zh: "复制第 {number} 项", en: "Copy entry {number}" },
  entry: { zh: "第 {number} 项", en: "Entry {number}" },
  none: { zh: "还没有填写。", en: "Nothing entered yet." },
  empty: { zh: "未填写", en: "not filled in" },
  yuan: { zh: "元", en: "CNY" },
  yes: { zh: "是", en: "Yes" },
  no: { zh: "否", en: "No" },
  star: { zh: "{value} 分", en: "{value}" },
  clear: { zh: "清除选择", en: "Clear the choice" },
  chooseFile: { zh: "选择文件", en: "Choose a file" },
  chooseFiles: { zh: "选择文件（可多选）", en: "Choose files" },
  uploading: { zh: "正在上传 {name}：{percent}%", en: "Uploading {name}: {percent}%" },
  uploaded: { zh: "已上传", en: "Uploaded" },
  removeFile: { zh: "移除 {name}", en: "Remove {name}" },
  remove: { zh: "移除", en: "Remove" },
  fileGone: { zh: "已上传的文件", en: "Uploaded file" },
  uploadFailed: { zh: "“{name}”没有上传成功：{reason}", en: "“{name}” was not uploaded: {reason}" },
  stillUploading: { zh: "文件还在上传，请等上传完成后再提交。", en: "A file is still being uploaded; submit when it has finished." },
  draftSaving: { zh: "正在保存草稿…", en: "Saving draft…" },
  draftSaved: { zh: "草稿已保存 {time}", en: "Draft saved {time}" },
  draftLocal: { zh: "离线：已存在本机 {time}", en: "Offline: kept on this computer {time}" },
  draftRefused: { zh: "草稿没有存到服务器，已存在本机 {time}。{reason}", en: "The draft is kept on this computer only ({time}). {reason}" },
  draftUnsafe: { zh: "草稿没有存上：{reason} 请不要关闭本页。", en: "The draft is not saved: {reason} Please keep this page open." },
  draftRestored: { zh: "已恢复本机上 {time} 没有传完的内容。", en: "Restored what was kept on this computer at {time}." },
  conflictTitle: { zh: "这份草稿在别处也修改过", en: "This draft was also changed elsewhere" },
  conflictText: { zh: "请选择保留哪一份。另一份会先留在本机，之后可以换回。", en: "Choose which one to keep. The other stays on this computer and can be brought back." },
  keepMine: { zh: "保留本机的内容（{time}）", en: "Keep what is on this computer ({time})" },
  keepTheirs: { zh: "采用{by}保存的内容（{time}）", en: "Use the version saved by {by} ({time})" },
  otherDevice: { zh: "另一台设备", en: "another device" },
  swapBack: { zh: "换回另一份内容（{time}）", en: "Bring back the other version ({time})" },
  beforeLeaving: { zh: "内容还没有保存，确定离开吗？", en: "This is not saved yet. Leave anyway?" },
  submitted: { zh: "已提交。", en: "Submitted." },
} satisfies Record<string, Text>;

export type Say = ReturnType<typeof words>;

export function words(locale: string) {
  return speaker<keyof typeof WORDS>(WORDS, locale);
}

/** Chinese for every text of rjsf; its English stands in the enumeration itself. */
export const RJSF_ZH: Readonly<Record<TranslatableString, string>> = {
  [TranslatableString.ArrayItemTitle]: "项",
  [TranslatableString.MissingItems]: "表单没有说明列表里是什么",
  [TranslatableString.EmptyArray]: "还没有填写，请用下面的按钮添加。",
  [TranslatableString.YesLabel]: "是",
  [TranslatableString.NoLabel]: "否",
  [TranslatableString.CloseLabel]: "关闭",
  [TranslatableString.ErrorsLabel]: "需要修改",
  [TranslatableString.NewStringDefault]: "新内容",
  [TranslatableString.AddButton]: "添加",
  [TranslatableString.AddItemButton]: "添加一项",
  [TranslatableString.CopyButton]: "复制",
  [TranslatableString.ExpandButton]: "展开",
  [TranslatableString.MoveDownButton]: "下移",
  [TranslatableString.MoveUpButton]: "上移",
  [TranslatableString.RemoveButton]: "删除",
  [TranslatableString.NowLabel]: "现在",
  [TranslatableString.ClearLabel]: "清除",
  [TranslatableString.AriaDateLabel]: "选择日期",
  [TranslatableString.PreviewLabel]: "预览",
  [TranslatableString.DecrementAriaLabel]: "减 1",
  [TranslatableString.IncrementAriaLabel]: "加 1",
  [TranslatableString.OptionalObjectAdd]: "填写这一部分",
  [TranslatableString.OptionalObjectRemove]: "不填这一部分",
  [TranslatableString.OptionalObjectEmptyMsg]: "这一部分没有填写",
  [TranslatableString.Type]: "类型",
  [TranslatableString.Value]: "内容",
  [TranslatableString.ClearButton]: "清空",
  [TranslatableString.UnknownFieldType]: "表单里有不认识的类型 %1",
  [TranslatableString.OptionPrefix]: "选项 %1",
  [TranslatableString.TitleOptionPrefix]: "%1 选项 %2",
  [TranslatableString.KeyLabel]: "%1 的名称",
  [TranslatableString.DeprecatedLabel]: "%1（已停用）",
  [TranslatableString.CycleDetected]: "“%1”引用了自己，可以再展开一层。",
  [TranslatableString.InvalidObjectField]: "“%1”的设置不对：_%2_。",
  [TranslatableString.UnsupportedField]: "这一项无法显示。",
  [TranslatableString.UnsupportedFieldWithId]: "`%1` 这一项无法显示。",
  [TranslatableString.UnsupportedFieldWithReason]: "这一项无法显示：_%1_。",
  [TranslatableString.UnsupportedFieldWithIdAndReason]: "`%1` 这一项无法显示：_%2_。",
  [TranslatableString.FilesInfo]: "**%1**（%2,%3 字节）",
};

/** The `translateString` of rjsf in the language of the page. */
export function translator(locale: string) {
  const chinese = !locale.toLowerCase().startsWith("en");
  return (text: TranslatableString, values: string[] = []): string =>
    values.reduce<string>((sentence, value, i) => sentence.replaceAll(`%${i + 1}`, value), chinese ? RJSF_ZH[text] : text);
}
