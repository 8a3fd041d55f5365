import Form from "@rjsf/core";
import { createSchemaUtils, deepEquals, type RJSFSchema, type SchemaUtilsType } from "@rjsf/utils";
import { useMemo, useRef, useState, type FormEvent } from "react";
import { steps, valueAt } from "./answers/places";
import { toErrorSchema, type Problem } from "./answers/problems";
import { check, createValidator, withoutAbsent } from "./answers/validator";
import type { Answers, FormConfig } from "./config";
import type { FormContext } from "./context";
import { Conflict, DraftLine } from "./DraftLine";
import { shortTime } from "./drafts/times";
import { ReadOnlyAnswers } from "./ReadOnly";
import { submit, type Outcome } from "./submission";
import { Summary } from "./Summary";
import { fields, templates, widgets } from "./theme";
import { useDraft } from "./useDraft";
import { translator, words } from "./words";

/** What nobody answered stays open: rjsf would otherwise choose the first option, and "no" for a yes/no question. */
const DEFAULTS = {
  constAsDefaults: "never", requiredBooleanDefault: "skip", emptyObjectFields: "skipEmptyDefaults", arrayMinItems: { populate: "requiredOnly" },
} as const;

export function FormPage({ config }: { config: FormConfig }) {
  return config.readonly ? <ReadOnlyAnswers config={config} /> : <EditableForm config={config} />;
}

function EditableForm({ config }: { config: FormConfig }) {
  const page = useFormPage(config);
  const { say, draft, problems } = page;
  return (
    <div className="od-form">
      <Summary problems={problems} config={config} answers={page.answers} say={say} attempt={page.attempt} />
      <Form<Answers, RJSFSchema, FormContext>
        schema={config.schema} uiSchema={config.ui as never} validator={page.validator as never} formContext={page.context}
        formData={page.answers} fields={fields as never} templates={templates as never} widgets={widgets as never}
        idPrefix="answers" idSeparator="-" translateString={page.translate} showErrorList={false}
        noValidate noHtml5Validate experimental_defaultFormStateBehavior={DEFAULTS}
        extraErrors={page.errorSchema as never} onChange={({ formData }) => page.change(formData ?? {})}
        onSubmit={(_, event) => void page.send(event)}
      >
        {page.notice && <Notice notice={page.notice} reload={say("reload")} />}
        <div className="od-footer">
          <button type="submit" className="od-button od-button--primary od-submit" disabled={page.isBusy}>
            {page.isBusy ? say("submitting") : (config.submitLabel ?? say("submit"))}
          </button>
          <DraftLine state={draft.state} say={say} />
          {draft.aside && draft.state.kind !== "conflict" && (
            <button type="button" className="od-link" onClick={() => void draft.keeper.swap(page.answers)}>{say("swapBack", { time: shortTime(draft.aside.at) })}</button>
          )}
        </div>
      </Form>
      {draft.state.kind === "conflict" && <Conflict state={draft.state} say={say} onChoose={(side) => void draft.keeper.choose(side)} />}
    </div>
  );
}

function withDefaults(utils: SchemaUtilsType, { schema, answers }: FormConfig): Answers {
  return (utils.getDefaultFormState(schema, answers) ?? {}) as Answers;
}

/** A problem on the page; what the server found cannot be checked again here. */
type Shown = Problem & { readonly fromServer?: boolean };
type Notice = { readonly message: string; readonly reloadUrl?: string };

function Notice({ notice, reload }: { notice: Notice; reload: string }) {
  return <p className="od-notice" role="alert">{notice.message} {notice.reloadUrl && <a href={notice.reloadUrl}>{reload}</a>}</p>;
}

/** Everything the page remembers while the form is filled in. */
function useFormPage(config: FormConfig) {
  const { locale, schema } = config;
  const say = useMemo(() => words(locale), [locale]);
  const connection = useMemo(() => ({ csrf: config.csrf, locale }), [config.csrf, locale]);
  const validator = useMemo(() => createValidator(locale), [locale]);
  const schemaUtils = useMemo(() => createSchemaUtils(validator, schema, DEFAULTS), [validator, schema]);
  const [answers, setAnswers] = useState<Answers>(() => withDefaults(schemaUtils, config));
  const [problems, setProblems] = useState<readonly Shown[]>([]);
  const [attempt, setAttempt] = useState(0);
  const [notice, setNotice] = useState<Notice | null>(null);
  const [isBusy, setBusy] = useState(false);
  const busy = useRef(false);
  const uploads = useRef(0);
  const draft = useDraft(config, connection, setAnswers);
  const context = useMemo<FormContext>(() => {
    const onUpload = (change: 1 | -1) => void (uploads.current += change);
    return { say, locale, connection, uploadUrl: config.uploadUrl, files: new Map(Object.entries(config.files)), onUpload };
  }, [say, locale, connection, config]);

  /** What is really asked: answers to questions that a condition has hidden again are left out. */
  const asked = (all: Answers) => (withoutAbsent(schemaUtils.omitExtraData(schema, all)) ?? {}) as Answers;

  const change = (next: Answers) => {
    const differs = !deepEquals(withoutAbsent(next), withoutAbsent(answers));
    setAnswers(next);
    if (differs) draft.keeper.changed(withoutAbsent(next) as Answers);
    if (attempt > 0) setProblems((shown) => stillTrue(shown, answers, next, check(schema, asked(next), locale)));
  };

  const fail = (found: readonly Shown[]) => {
    setProblems(found);
    setAttempt((count) => count + 1);
  };

  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (busy.current) return;
    setNotice(null);
    if (uploads.current > 0) return setNotice({ message: say("stillUploading") });
    const found = check(schema, asked(answers), locale);
    if (found.length) return fail(found);
    busy.current = true;
    setBusy(true);
    await draft.keeper.flush();
    const { draftRevision } = draft.keeper;
    const outcome = await submit(config.submitUrl, { answers: asked(answers), revision: config.revision, draftRevision }, connection);
    settle(outcome);
  };

  const settle = (outcome: Outcome) => {
    if (outcome.kind === "accepted") {
      draft.keeper.close();
      return window.location.assign(outcome.next);
    }
    busy.current = false;
    setBusy(false);
    if (outcome.kind === "problems") fail(outcome.problems.map((problem) => ({ ...problem, fromServer: true })));
    else setNotice(outcome);
  };

  const errorSchema = useMemo(() => toErrorSchema(problems), [problems]);
  return { say, draft, context, validator, translate: translator(locale), answers, problems, errorSchema, attempt, notice, isBusy, change, send };
}

/** After a change: what the check still says about the fields shown as wrong, and the server's words on untouched ones. */
export function stillTrue(shown: readonly Shown[], before: Answers, after: Answers, found: readonly Problem[]): readonly Shown[] {
  const isShown = ({ path }: Problem) => shown.some((each) => each.path === path);
  const isUntouched = ({ path }: Problem) => deepEquals(valueAt(before, steps(path)), valueAt(after, steps(path)));
  const fromServer = shown.filter((problem) => problem.fromServer && isUntouched(problem));
  return [...found.filter(isShown), ...fromServer];
}
