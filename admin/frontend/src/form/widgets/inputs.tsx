import { asNumber, type RJSFSchema, type WidgetProps } from "@rjsf/utils";
import { useContext } from "react";
import type { ChangeEvent, HTMLInputTypeAttribute } from "react";
import type { FormContext } from "../context";
import { wallTime } from "../drafts/times";
import { descriptionId, errorId, helpId } from "../theme/field";
import { Untouched } from "../theme/untouched";

export type Props = WidgetProps<unknown, RJSFSchema, FormContext>;

/** Name the texts that belong to a control, those only that are on the page. */
export function describedBy({ id, schema, rawErrors, options }: Pick<Props, "id" | "schema" | "rawErrors" | "options">): string | undefined {
  const description = schema.description || options.description;
  const ids = [description && descriptionId(id), options.help && helpId(id), rawErrors?.length && errorId(id)].filter(Boolean);
  return ids.length ? ids.join(" ") : undefined;
}

/** Whether the question must be answered, as things stand on the page. */
export function useRequired({ required }: Pick<Props, "required">): boolean {
  return !useContext(Untouched) && Boolean(required);
}

/** The attributes that every control shares. */
export function useControlProps(props: Props) {
  const { id, htmlName, disabled, readonly, rawErrors, placeholder } = props;
  const required = useRequired(props);
  return {
    id,
    name: htmlName || id,
    disabled: disabled || readonly,
    placeholder: placeholder || undefined,
    "aria-required": required || undefined,
    "aria-invalid": rawErrors?.length ? true : undefined,
    "aria-describedby": describedBy(props),
  } as const;
}

type Change = ChangeEvent<HTMLInputElement | HTMLTextAreaElement>;

function onText(props: Props) {
  return ({ target }: Change) => props.onChange(target.value === "" ? undefined : target.value);
}

function textOf(value: unknown): string {
  return value === undefined || value === null ? "" : String(value);
}

/** A line of text, or a number where the schema says so. */
export function TextWidget(props: Props) {
  if (isNumeric(props.schema)) return <NumberWidget {...props} />;
  const { type, autoComplete, inputMode } = kindOf(props.schema);
  return (
    <input
      {...useControlProps(props)} className="od-input" type={type} autoComplete={autoComplete} inputMode={inputMode}
      value={textOf(props.value)} onChange={onText(props)} maxLength={undefined}
    />
  );
}

function isNumeric({ type }: RJSFSchema): boolean {
  return [type].flat().some((name) => name === "number" || name === "integer");
}

function kindOf(schema: RJSFSchema): { type: HTMLInputTypeAttribute; autoComplete?: string; inputMode?: "tel" | "email" | "url" } {
  if (schema["x-format"] === "phone") return { type: "tel", autoComplete: "off", inputMode: "tel" };
  if (schema.format === "email") return { type: "email", autoComplete: "off", inputMode: "email" };
  if (schema.format === "uri") return { type: "url", inputMode: "url" };
  return { type: "text", autoComplete: "off" };
}

/** Numbers are typed as text: a browser's number field hides what it cannot read. */
export function NumberWidget(props: Props) {
  const { schema, value, onChange, registry } = props;
  const input = (
    <input
      {...useControlProps(props)} className="od-input od-input--number" type="text" autoComplete="off"
      inputMode={schema.type === "integer" ? "numeric" : "decimal"} value={textOf(value)}
      onChange={({ target }) => onChange(asWritten(target.value))}
    />
  );
  if (schema["x-format"] !== "money") return input;
  return <div className="od-money"><span className="od-money-sign" aria-hidden="true">¥</span>{input}<span className="od-money-unit">{registry.formContext.say("yuan")}</span></div>;
}

/** Keep what is not a number as it was typed: the check will say so beside the field. */
export function asWritten(text: string): unknown {
  const plain = text.replace(/[,，\s]/g, "").replace(/[０-９．－]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));
  if (plain === "") return undefined;
  return /^-?\d+(\.\d*[1-9])?$/.test(plain) ? asNumber(plain) : plain;
}

export function TextareaWidget(props: Props) {
  const rows = Number(props.options.rows) || 4;
  return <textarea {...useControlProps(props)} className="od-input od-textarea" rows={rows} value={textOf(props.value)} onChange={onText(props)} />;
}

export function DateWidget(props: Props) {
  return <input {...useControlProps(props)} className="od-input od-input--date" type="date" value={textOf(props.value)} onChange={onText(props)} />;
}

/** Local wall time, as the clock in the centre shows it. */
export function DateTimeWidget(props: Props) {
  return (
    <input {...useControlProps(props)} className="od-input od-input--date" type="datetime-local" value={wallTime(textOf(props.value))} onChange={onText(props)} />
  );
}

export function TimeWidget(props: Props) {
  return <input {...useControlProps(props)} className="od-input od-input--date" type="time" value={textOf(props.value)} onChange={onText(props)} />;
}
