import { TASK_KINDS } from "../blocks";
import { dueOf, formula, inputsOf, plain, repetitionOf, setDue, setInputs, setRepeated, setRepetition, type Input } from "../details";
import { businessOf, is } from "../editing";
import { Attribute, Names, Pauses, Since, State, valueOf, type PartProps } from "./common";
import { Picker, TextField, Tick } from "./fields";

/** The settings of a step. */
export function ActivityFields(props: PartProps) {
  const { element } = props;
  return (
    <>
      <Names {...props} />
      {is(element, "bpmn:UserTask", "bpmn:ManualTask") && <PeopleFields {...props} />}
      {is(element, "bpmn:BusinessRuleTask") && <Attribute {...props} name="onedoor:decision" word="decision" list="decisions" />}
      {is(element, "bpmn:ServiceTask", "bpmn:SendTask") && <OperationFields {...props} />}
      {is(element, "bpmn:ScriptTask") && <ScriptFields {...props} />}
      {is(element, "bpmn:CallActivity") && <Attribute {...props} name="calledElement" word="process" list="processes" />}
      <More {...props} />
    </>
  );
}

function PeopleFields(props: PartProps) {
  const { element, editor, config } = props;
  return (
    <>
      <Attribute {...props} name="onedoor:role" word="role" list="roles" />
      {is(element, "bpmn:UserTask") && <Attribute {...props} name="onedoor:form" word="form" list="forms" />}
      <Picker
        label={editor.say("due")} value={dueOf(element)} choices={config.lists.deadlines} say={editor.say}
        onPick={(due) => setDue(editor.editing, element, due)}
      />
      <Attribute {...props} name="onedoor:code" word="code" list="codes" help="codeHelp" />
    </>
  );
}

function More(props: PartProps) {
  const { element, editor } = props;
  const isForPeople = is(element, "bpmn:UserTask", "bpmn:ManualTask");
  return (
    <details className="od-more">
      <summary>{editor.say("more")}</summary>
      {is(element, "bpmn:Task", "bpmn:CallActivity") && <Kind {...props} />}
      <State {...props} />
      {isForPeople && <Since {...props} />}
      {(isForPeople || is(element, "bpmn:ReceiveTask", "bpmn:SubProcess", "bpmn:CallActivity")) && <Pauses {...props} />}
      {isForPeople && (
        <TextField
          label={editor.say("assign")} help={editor.say("assignHelp")} isFormula value={plain(valueOf(element, "onedoor:assign"))}
          onCommit={(text) => editor.editing.set(element, { "onedoor:assign": formula(text) })}
        />
      )}
      {(isForPeople || is(element, "bpmn:CallActivity", "bpmn:SubProcess")) && <RepetitionFields {...props} />}
    </details>
  );
}

function Kind({ element, editor }: PartProps) {
  const { say } = editor;
  const choices = TASK_KINDS.map(({ type, word }) => ({ value: type, label: say(word) }));
  const replace = (type: string) => type && editor.editing.replace(element, type);
  return <Picker label={say("kind")} value={businessOf(element).$type} choices={choices} say={say} onPick={replace} />;
}

function OperationFields(props: PartProps) {
  const { element, editor, config } = props;
  const operation = config.lists.operations?.find(({ value }) => value === valueOf(element, "onedoor:operation"));
  const given = inputsOf(element);
  const names = [...new Set([...(operation?.inputs ?? []).map(({ value }) => value), ...given.map(({ name }) => name)])];
  const put = (name: string, value: string) => setInputs(editor.editing, element, withInput(given, name, value));
  return (
    <>
      <Attribute {...props} name="onedoor:operation" word="operation" list="operations" />
      {names.length > 0 && (
        <fieldset className="od-group">
          <legend>{editor.say("inputs")}</legend>
          {names.map((name) => (
            <TextField
              key={name} label={operation?.inputs?.find(({ value }) => value === name)?.label ?? name} isFormula
              value={given.find((input) => input.name === name)?.value ?? ""} onCommit={(value) => put(name, value)}
            />
          ))}
          <p className="od-help">{editor.say("inputHelp")}</p>
        </fieldset>
      )}
      <Result {...props} />
    </>
  );
}

/** Set one of the inputs; an empty one is not written. */
export function withInput(inputs: readonly Input[], name: string, value: string): Input[] {
  if (!value) return inputs.filter((input) => input.name !== name);
  const isThere = inputs.some((input) => input.name === name);
  return isThere ? inputs.map((input) => (input.name === name ? { name, value } : input)) : [...inputs, { name, value }];
}

function ScriptFields(props: PartProps) {
  const { element, editor } = props;
  return (
    <>
      <TextField
        label={editor.say("script")} isFormula rows={4} value={valueOf(element, "script")}
        onCommit={(script) => editor.editing.set(element, { script, scriptFormat: "feel" })}
      />
      <Result {...props} />
    </>
  );
}

function Result({ element, editor }: PartProps) {
  const set = (place: string) => editor.editing.set(element, { "onedoor:result": place });
  return <TextField label={editor.say("result")} help={editor.say("resultHelp")} isFormula value={valueOf(element, "onedoor:result")} onCommit={set} />;
}

function RepetitionFields({ element, editor }: PartProps) {
  const { say, editing } = editor;
  const repetition = repetitionOf(element);
  return (
    <>
      <Tick label={say("repeated")} isOn={repetition !== null} onChange={(isOn) => setRepeated(editing, element, isOn)} />
      {repetition && (
        <fieldset className="od-group">
          <legend className="od-hidden">{say("repeated")}</legend>
          <TextField label={say("collection")} isFormula value={repetition.collection} onCommit={(collection) => setRepetition(editing, element, { collection })} />
          <TextField label={say("item")} isFormula value={repetition.item} onCommit={(item) => setRepetition(editing, element, { item })} />
          <Tick label={say("sequential")} isOn={repetition.sequential} onChange={(sequential) => setRepetition(editing, element, { sequential })} />
          <TextField label={say("completion")} isFormula value={repetition.completion} onCommit={(completion) => setRepetition(editing, element, { completion })} />
        </fieldset>
      )}
    </>
  );
}
