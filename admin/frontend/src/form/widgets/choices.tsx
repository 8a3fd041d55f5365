import type { EnumOptionsType } from "@rjsf/utils";
import { labelId, isPicked, RADIO_LIMIT } from "../theme/field";
import { describedBy, useControlProps, useRequired, type Props } from "./inputs";

/** Choose one: openly as radio buttons when there are few, from a list when there are many. */
export function ChoiceWidget(props: Props) {
  if (props.multiple) return <ChecklistWidget {...props} />;
  const isLong = optionsOf(props).length > RADIO_LIMIT || isPicked(props.schema);
  return isLong || props.uiSchema?.["ui:widget"] === "select" ? <SelectWidget {...props} /> : <RadioWidget {...props} />;
}

function optionsOf({ options }: Props): EnumOptionsType[] {
  return options.enumOptions ?? [];
}

function SelectWidget(props: Props) {
  const options = optionsOf(props);
  const chosen = options.findIndex(({ value }) => value === props.value);
  const onChange = (index: string) => props.onChange(index === "" ? undefined : options[Number(index)]?.value);
  return (
    <select {...useControlProps(props)} className="od-input od-select" value={chosen < 0 ? "" : String(chosen)} onChange={({ target }) => onChange(target.value)}>
      <option value="">{props.registry.formContext.say("choose")}</option>
      {options.map(({ label }, i) => <option key={i} value={String(i)}>{label}</option>)}
    </select>
  );
}

function useGroupProps(props: Props, role: "radiogroup" | "group") {
  const required = useRequired(props);
  return {
    id: props.id, role, tabIndex: -1, "aria-labelledby": labelId(props.id), "aria-describedby": describedBy(props),
    ...(role === "radiogroup" ? { "aria-required": required || undefined, "aria-invalid": props.rawErrors?.length ? true : undefined } : {}),
  } as const;
}

/** One radio button; the same in plain choices, yes/no and ratings. */
function Radio({ props, option, index }: { props: Props; option: EnumOptionsType; index: number }) {
  const checked = option.value === props.value;
  return (
    <label className={`od-choice${checked ? " od-choice--on" : ""}`}>
      <input
        type="radio" id={`${props.id}-${index}`} name={props.id} checked={checked}
        disabled={props.disabled || props.readonly} onChange={() => props.onChange(option.value)}
      />
      <span>{option.label}</span>
    </label>
  );
}

export function RadioWidget(props: Props) {
  return (
    <div {...useGroupProps(props, "radiogroup")} className="od-choices">
      {optionsOf(props).map((option, i) => <Radio key={i} props={props} option={option} index={i} />)}
      <ClearChoice {...props} />
    </div>
  );
}

/** An answer that is not required can be taken back. */
function ClearChoice({ required, value, disabled, readonly, onChange, registry }: Props) {
  if (required || value === undefined || disabled || readonly) return null;
  return <button type="button" className="od-link" onClick={() => onChange(undefined)}>{registry.formContext.say("clear")}</button>;
}

/** Ratings from one to the schema's maximum, as real radio buttons. */
export function RatingWidget(props: Props) {
  const { minimum = 1, maximum = 5 } = props.schema;
  const listed = optionsOf(props);
  const say = props.registry.formContext.say;
  const points = Array.from({ length: maximum - minimum + 1 }, (_, i) => minimum + i);
  const options = listed.length ? listed : points.map((value) => ({ value, label: say("star", { value }) }));
  return (
    <div {...useGroupProps(props, "radiogroup")} className="od-choices od-rating">
      {options.map((option, i) => <Radio key={i} props={props} option={option} index={i} />)}
      <ClearChoice {...props} />
    </div>
  );
}

/** Choose several of an enumeration. */
export function ChecklistWidget(props: Props) {
  const chosen = Array.isArray(props.value) ? props.value : [];
  const options = optionsOf(props);
  const toggle = (value: unknown, on: boolean) => {
    const values = options.map((option) => option.value).filter((each) => (each === value ? on : chosen.includes(each)));
    props.onChange(values);
  };
  return (
    <div {...useGroupProps(props, "group")} className="od-choices">
      {options.map(({ value, label }, i) => (
        <label key={i} className={`od-choice${chosen.includes(value) ? " od-choice--on" : ""}`}>
          <input
            type="checkbox" id={`${props.id}-${i}`} name={props.id} checked={chosen.includes(value)}
            disabled={props.disabled || props.readonly} onChange={({ target }) => toggle(value, target.checked)}
          />
          <span>{label}</span>
        </label>
      ))}
    </div>
  );
}
