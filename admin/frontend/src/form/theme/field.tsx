import { getUiOptions } from "@rjsf/utils";
import type { FieldErrorProps, FieldHelpProps, FieldTemplateProps, Registry, RJSFSchema, UiSchema } from "@rjsf/utils";
import { useContext } from "react";
import type { FormContext } from "../context";
import { Untouched } from "./untouched";

export const labelId = (id: string) => `${id}__label`;
export const descriptionId = (id: string) => `${id}__description`;
export const errorId = (id: string) => `${id}__error`;
export const helpId = (id: string) => `${id}__help`;

/** Draw one question: label, explanation, control, and what is wrong with the answer. */
export function FieldTemplate(props: FieldTemplateProps<unknown, RJSFSchema, FormContext>) {
  const { children, hidden, id, rawDescription, rawErrors, errors, help } = props;
  if (hidden) return <div hidden>{children}</div>;
  if (isGroup(props)) return <div className="od-field od-field--group">{children}{errors}</div>;
  return (
    <div className={`od-field${rawErrors?.length ? " od-field--error" : ""}`} data-field={id}>
      <FieldLabel {...props} />
      {rawDescription && <p className="od-description" id={descriptionId(id)}>{rawDescription}</p>}
      {children}
      {help}
      {errors}
    </div>
  );
}

function FieldLabel(props: FieldTemplateProps<unknown, RJSFSchema, FormContext>) {
  const { id, required, registry, schema, uiSchema } = props;
  const label = labelOf(props);
  if (getUiOptions(uiSchema).label === false || !label) return null;
  const { say } = registry.formContext;
  const content = <>{label}{required && <RequiredMark text={say("required")} />}</>;
  return isChoiceControl(schema, uiSchema) ? (
    <span className="od-label" id={labelId(id)}>{content}</span>
  ) : (
    <label className="od-label" id={labelId(id)} htmlFor={id}>{content}</label>
  );
}

/** Entries of a plain list are numbered when they have no title of their own. */
function labelOf({ fieldPathId, label, schema, registry }: FieldTemplateProps<unknown, RJSFSchema, FormContext>): string {
  const step = fieldPathId.path.at(-1);
  return typeof step === "number" ? (schema.title ?? registry.formContext.say("entry", { number: step + 1 })) : label;
}

export function RequiredMark({ text }: { text: string }) {
  return useContext(Untouched) ? null : <span className="od-required">{text}</span>;
}

/** The errors of one field are announced as they appear. */
export function FieldError({ errors, fieldPathId }: FieldErrorProps<unknown, RJSFSchema, FormContext>) {
  const list = [...new Set(errors ?? [])];
  return (
    <div className="od-errors" id={errorId(fieldPathId.$id)} role="alert">
      {list.map((error) => <p key={String(error)} className="od-error">{error}</p>)}
    </div>
  );
}

export function FieldHelp({ help, fieldPathId }: FieldHelpProps<unknown, RJSFSchema, FormContext>) {
  return help ? <p className="od-help" id={helpId(fieldPathId.$id)}>{help}</p> : null;
}

/** Objects and repeated groups bring their own legend; so do parts laid out in a grid. */
function isGroup({ schema, uiSchema, registry }: FieldTemplateProps<unknown, RJSFSchema, FormContext>): boolean {
  const { widget, field } = getUiOptions(uiSchema);
  if (field) return true;
  if (widget) return false;
  return schema.type === "object" || Boolean(schema.properties) || (schema.type === "array" && !isListControl(schema, registry));
}

/** Lists that are one control: several choices of an enumeration, or files. */
function isListControl(schema: RJSFSchema, registry: Registry<unknown, RJSFSchema, FormContext>): boolean {
  return registry.schemaUtils.isMultiSelect(schema) || holdsFiles(schema, registry);
}

export function holdsFiles(schema: RJSFSchema, registry: Registry<unknown, RJSFSchema, FormContext>): boolean {
  return registry.schemaUtils.retrieveSchema((schema.items ?? {}) as RJSFSchema).format === "onedoor-file";
}

/** Controls of several inputs carry the label by `aria-labelledby`. */
export function isChoiceControl(schema: RJSFSchema, uiSchema?: UiSchema<unknown, RJSFSchema, FormContext>): boolean {
  const { widget } = getUiOptions(uiSchema);
  if (widget === "select") return false;
  if (schema.type === "boolean" || schema.type === "array" || widget === "radio" || widget === "rating") return true;
  const options = schema.oneOf ?? schema.enum;
  return Boolean(options && options.length <= RADIO_LIMIT && !isPicked(schema));
}

/** Up to this many choices are shown openly. */
export const RADIO_LIMIT = 5;

/** People, teams and units come from the roster; their lists grow. */
export function isPicked(schema: RJSFSchema): boolean {
  return typeof schema.format === "string" && /^onedoor-(person|team|unit)$/.test(schema.format);
}
