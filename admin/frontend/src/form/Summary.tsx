import { useEffect, useRef, type MouseEvent } from "react";
import { titleAt } from "./answers/titles";
import { fieldId, steps } from "./answers/places";
import type { Problem } from "./answers/problems";
import type { Answers, FormConfig } from "./config";
import type { Say } from "./words";

interface Props {
  readonly problems: readonly Problem[];
  readonly config: FormConfig;
  readonly answers: Answers;
  readonly say: Say;
  /** Counts the failed submits; each one moves the focus here. */
  readonly attempt: number;
}

/** List all problems on top of the form; each line leads to its field. */
export function Summary({ problems, config, answers, say, attempt }: Props) {
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    if (attempt > 0) box.current?.focus();
  }, [attempt]);
  if (problems.length === 0) return null;
  return (
    <section className="od-summary" ref={box} tabIndex={-1} role="alert" aria-labelledby="onedoor-problems">
      <h2 id="onedoor-problems">{say("summary", { count: problems.length })}</h2>
      <p>{say("summaryHint")}</p>
      <ul>
        {inPageOrder(problems).map((problem) => (
          <li key={problem.path + problem.message}>
            <ProblemLine problem={problem} text={say("problem", { title: titleAt(config.schema, answers, problem.path) || say("wholeForm"), message: problem.message })} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function ProblemLine({ problem, text }: { problem: Problem; text: string }) {
  const id = fieldId(steps(problem.path));
  return problem.path ? <a href={`#${id}`} onClick={(event) => focusField(event, id)}>{text}</a> : <span>{text}</span>;
}

/** Focus the control itself; of a group, its first control. */
function focusField(event: MouseEvent, id: string): void {
  event.preventDefault();
  const element = document.getElementById(id);
  const inner = element?.matches("input, select, textarea") ? element : element?.querySelector<HTMLElement>("input, select, textarea");
  const target = inner ?? element ?? nearest(id);
  target?.focus();
  target?.scrollIntoView({ block: "center" });
}

/** A field that is not drawn (any more) is answered in the group around it. */
function nearest(id: string): HTMLElement | null {
  const parent = id.slice(0, id.lastIndexOf("-"));
  return parent ? (document.getElementById(parent) ?? nearest(parent)) : null;
}

/** List problems in the order in which the page asks; what is not on the page comes last. */
function inPageOrder(problems: readonly Problem[]): Problem[] {
  const fields = [...document.querySelectorAll("[id^='answers-']")].map(({ id }) => id);
  const place = ({ path }: Problem) => {
    const index = fields.indexOf(fieldId(steps(path)));
    return index < 0 ? fields.length : index;
  };
  return problems.toSorted((a, b) => place(a) - place(b));
}
