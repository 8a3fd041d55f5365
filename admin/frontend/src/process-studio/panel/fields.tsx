import { useEffect, useId, useState, type ReactNode } from "react";
import type { Choice } from "../../shared/studio/config";
import type { Say } from "../words";

interface TextProps {
  readonly label: string;
  readonly value: string;
  readonly onCommit: (value: string) => void;
  readonly help?: string;
  /** Rows of a longer text; one line without. */
  readonly rows?: number;
  readonly isFormula?: boolean;
  readonly hidesLabel?: boolean;
}

/** A text that is written into the diagram when the person leaves it or presses Enter. */
export function TextField({ label, value, onCommit, help, rows, isFormula, hidesLabel }: TextProps) {
  const id = useId();
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  const commit = () => typed.trim() !== value && onCommit(typed.trim());
  const shared = {
    id, value: typed, className: `od-input${isFormula ? " od-formula" : ""}`, "aria-describedby": help ? `${id}-help` : undefined,
    onChange: (event: { target: { value: string } }) => setTyped(event.target.value), onBlur: commit,
    ...(isFormula ? { spellCheck: false, autoCapitalize: "off" } : {}),
  };
  return (
    <Labelled id={id} label={label} help={help} hidesLabel={hidesLabel}>
      {rows ? <textarea {...shared} rows={rows} /> : <input {...shared} onKeyDown={(event) => event.key === "Enter" && commit()} />}
    </Labelled>
  );
}

interface PickerProps {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly Choice[] | undefined;
  readonly onPick: (value: string) => void;
  readonly say: Say;
  readonly help?: string;
}

/** One of a list that the server gave; a value that is not in it stays visible. */
export function Picker({ label, value, choices = [], onPick, say, help }: PickerProps) {
  const id = useId();
  return (
    <Labelled id={id} label={label} help={help}>
      <select id={id} className="od-input" value={value} onChange={(event) => onPick(event.target.value)} aria-describedby={help ? `${id}-help` : undefined}>
        <option value="">{say("none")}</option>
        {value && !choices.some((choice) => choice.value === value) && <option value={value}>{labelOf(value, choices, say)}</option>}
        {choices.map((choice) => <option key={choice.value} value={choice.value}>{choice.label}</option>)}
      </select>
    </Labelled>
  );
}

/** `E.ROUTED:调解` is the code `E.ROUTED` with an addition; anything else that the list lacks no longer exists. */
export function labelOf(value: string, choices: readonly Choice[], say: Say): string {
  const [code, addition] = value.split(/:(.*)/s, 2);
  const known = choices.find((choice) => choice.value === code);
  return known && addition ? say("choiceWith", { choice: known.label, addition }) : say("unknownChoice", { value });
}

export function Tick({ label, isOn, onChange }: { label: string; isOn: boolean; onChange: (isOn: boolean) => void }) {
  return (
    <label className="od-tick">
      <input type="checkbox" checked={isOn} onChange={(event) => onChange(event.target.checked)} /> <span>{label}</span>
    </label>
  );
}

function Labelled({ id, label, help, hidesLabel, children }: { id: string; label: string; help?: string | undefined; hidesLabel?: boolean | undefined; children: ReactNode }) {
  return (
    <div className="od-field">
      <label htmlFor={id} className={hidesLabel ? "od-hidden" : undefined}>{label}</label>
      {children}
      {help && <p id={`${id}-help`} className="od-help">{help}</p>}
    </div>
  );
}
