import type { Element } from "bpmn-js/lib/model/Types";
import { languageOf } from "../../shared/locale";
import type { ListName, StudioConfig } from "../../shared/studio/config";
import { dueOf, setSince, sinceOf } from "../details";
import { businessOf } from "../editing";
import type { ProcessEditor } from "../ProcessEditor";
import type { WordKey } from "../words";
import { Picker, TextField } from "./fields";

/** What every part of the panel is given. */
export interface PartProps {
  readonly element: Element;
  readonly editor: ProcessEditor;
  readonly config: StudioConfig;
}

/** The value of an attribute as text, empty where it is not set. */
export function valueOf(element: Element, attribute: string): string {
  return String(businessOf(element).get(attribute) ?? "");
}

/** For English readers a released process carries its English names in place of the Chinese ones. */
export function isTranslated({ readonly, locale }: StudioConfig): boolean {
  return readonly && languageOf(locale) === "en";
}

export function Names({ element, editor, config }: PartProps) {
  const { say, editing } = editor;
  return (
    <>
      {!isTranslated(config) && <TextField label={say("name")} value={valueOf(element, "name")} onCommit={(name) => editing.set(element, { name })} />}
      <TextField label={say("nameEn")} value={valueOf(element, "onedoor:en")} onCommit={(en) => editing.set(element, { "onedoor:en": en })} />
    </>
  );
}

interface AttributeProps extends PartProps {
  readonly name: string;
  readonly word: WordKey;
  readonly list: ListName;
  readonly help?: WordKey;
}

/** An attribute that is picked from one of the lists. */
export function Attribute({ element, editor, config, name, word, list, help }: AttributeProps) {
  const { say, editing } = editor;
  return (
    <Picker
      label={say(word)} value={valueOf(element, name)} choices={config.lists[list]} say={say} help={help && say(help)}
      onPick={(value) => editing.set(element, { [name]: value })}
    />
  );
}

export function State(props: PartProps) {
  return <Attribute {...props} name="onedoor:state" word="state" list="states" />;
}

/** The day from which the deadline runs; only where there is one. */
export function Since({ element, editor }: PartProps) {
  const { say, editing } = editor;
  if (!dueOf(element) && !sinceOf(element)) return null;
  return <TextField label={say("since")} help={say("sinceHelp")} isFormula value={sinceOf(element)} onCommit={(text) => setSince(editing, element, text)} />;
}

/** The deadlines that stand still while this waits; several that a file names stay as they are. */
export function Pauses({ element, editor, config }: PartProps) {
  const { say, editing } = editor;
  const deadlines = config.lists.deadlines ?? [];
  const value = valueOf(element, "onedoor:pauses");
  const names = value.split(/[\s,\uff0c、;\uff1b]+/).filter(Boolean);
  const several = names.length > 1 ? [{ value, label: names.map((name) => deadlines.find((each) => each.value === name)?.label ?? name).join(say("and")) }] : [];
  return (
    <Picker
      label={say("pauses")} help={say("pausesHelp")} value={value} choices={[{ value: "*", label: say("pausesAll") }, ...several, ...deadlines]} say={say}
      onPick={(pauses) => editing.set(element, { "onedoor:pauses": pauses })}
    />
  );
}
