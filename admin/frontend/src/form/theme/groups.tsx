import type {
  ArrayFieldItemButtonsTemplateProps, ArrayFieldItemTemplateProps, ArrayFieldTemplateProps,
  GridTemplateProps, MultiSchemaFieldTemplateProps, ObjectFieldTemplateProps, RJSFSchema,
} from "@rjsf/utils";
import { useContext, createContext } from "react";
import type { FormContext } from "../context";
import { descriptionId, RequiredMark } from "./field";
import { isBlank, Untouched } from "./untouched";

type Props<P> = P & { registry: { formContext: FormContext } };

/** Whether the surrounding list already heads the group ("entry 2"). */
const InList = createContext(false);

/** Draw the parts of an object; the whole form and list entries need no frame of their own. */
export function ObjectTemplate(props: ObjectFieldTemplateProps<unknown, RJSFSchema, FormContext>) {
  const { fieldPathId, title, description, properties, required, registry, formData } = props;
  const headed = useContext(InList);
  const untouched = useContext(Untouched);
  const parts = properties.map((property) => property.content);
  if (fieldPathId.path.length === 0 || headed) {
    return <InList.Provider value={false}><div className="od-group-body">{parts}</div></InList.Provider>;
  }
  return (
    <fieldset className="od-group" id={fieldPathId.$id} tabIndex={-1} aria-describedby={description ? descriptionId(fieldPathId.$id) : undefined}>
      {title && <legend className="od-legend">{title}{required && <RequiredMark text={registry.formContext.say("required")} />}</legend>}
      {description && <p className="od-description" id={descriptionId(fieldPathId.$id)}>{description}</p>}
      <Untouched.Provider value={untouched || (!required && isBlank(formData))}><div className="od-group-body">{parts}</div></Untouched.Provider>
    </fieldset>
  );
}

/** Draw a repeated group with its entries and a worded button to add one. */
export function ListTemplate(props: ArrayFieldTemplateProps<unknown, RJSFSchema, FormContext>) {
  const { canAdd, fieldPathId, items, onAddClick, disabled, readonly, registry, required, schema, title } = props;
  const { say } = registry.formContext;
  const name = itemTitle(schema, title);
  return (
    <fieldset className="od-group od-list" id={fieldPathId.$id} tabIndex={-1}>
      <legend className="od-legend">{title}{required && <RequiredMark text={say("required")} />}</legend>
      {schema.description && <p className="od-description">{schema.description}</p>}
      {items.length === 0 && <p className="od-none">{say("none")}</p>}
      {items}
      {canAdd && (
        <button type="button" className="od-button od-add" onClick={onAddClick} disabled={disabled || readonly}>
          <span aria-hidden="true">＋</span> {name ? say("addTo", { title: name }) : say("add")}
        </button>
      )}
    </fieldset>
  );
}

function itemTitle(schema: RJSFSchema, title: string): string {
  const items = schema.items as RJSFSchema | undefined;
  return items?.title ?? title;
}

export function ListItem(props: ArrayFieldItemTemplateProps<unknown, RJSFSchema, FormContext>) {
  const { children, buttonsProps, hasToolbar, index, registry, schema } = props;
  const heading = registry.formContext.say("entry", { number: index + 1 });
  const isGroup = schema.type === "object" || Boolean(schema.properties);
  return (
    <div className="od-entry" role="group" aria-label={heading}>
      <div className="od-entry-head">
        {isGroup && <span className="od-entry-title" aria-hidden="true">{heading}</span>}
        {hasToolbar && <ItemButtons {...buttonsProps} />}
      </div>
      <InList.Provider value={isGroup}>{children}</InList.Provider>
    </div>
  );
}

type ButtonsProps = Props<ArrayFieldItemButtonsTemplateProps<unknown, RJSFSchema, FormContext>>;

function ItemButtons(props: ButtonsProps) {
  const { hasMoveUp, hasMoveDown, hasCopy, hasRemove, index, registry, disabled, readonly } = props;
  const { say } = registry.formContext;
  const number = index + 1;
  const button = (text: string, onClick: () => void, extra = "") => (
    <button key={text} type="button" className={`od-button od-button--small${extra}`} onClick={onClick} disabled={disabled || readonly}>{text}</button>
  );
  return (
    <span className="od-entry-buttons">
      {hasMoveUp && button(say("moveUp", { number }), props.onMoveUpItem)}
      {hasMoveDown && button(say("moveDown", { number }), props.onMoveDownItem)}
      {hasCopy && button(say("copy", { number }), props.onCopyItem)}
      {hasRemove && button(say("removeFrom", { number }), props.onRemoveItem, " od-button--danger")}
    </span>
  );
}

/** The choice between whole alternatives, and the parts of the chosen one. */
export function AlternativesTemplate({ selector, optionSchemaField }: MultiSchemaFieldTemplateProps<unknown, RJSFSchema, FormContext>) {
  return <div className="od-alternatives">{selector}{optionSchemaField}</div>;
}

/** Rows of twelve columns; the class names of the layout (`col-sm-6`) are kept. */
export function GridTemplate({ children, column, className, span }: GridTemplateProps & { span?: number }) {
  const width = typeof span === "number" ? ` od-span-${span}` : "";
  return <div className={`${column ? "od-col" : "od-row"}${width} ${className ?? ""}`.trim()}>{children}</div>;
}
