import type { Element } from "bpmn-js/lib/model/Types";
import { languageOf } from "../../shared/locale";
import type { ListName, StudioConfig } from "../../shared/studio/config";
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
