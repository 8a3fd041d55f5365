import { dueOf, setDue, setTimeText, timerOf, timeText } from "../details";
import { businessOf, is } from "../editing";
import { Attribute, Names, Pauses, Since, State, type PartProps } from "./common";
import { Picker, TextField, Tick } from "./fields";

/** The settings of a start, an end, a deadline or another event. */
export function EventFields(props: PartProps) {
  const { element } = props;
  return (
    <>
      <Names {...props} />
      {timerOf(element) && <TimerFields {...props} />}
      {is(element, "bpmn:EndEvent") && <Attribute {...props} name="onedoor:end" word="end_" list="ends" />}
      {is(element, "bpmn:BoundaryEvent") && <Interrupting {...props} />}
      <State {...props} />
      {is(element, "bpmn:IntermediateCatchEvent") && <Pauses {...props} />}
    </>
  );
}

function TimerFields(props: PartProps) {
  const { element, editor, config } = props;
  const { say, editing } = editor;
  return (
    <>
      <Picker label={say("due")} value={dueOf(element)} choices={config.lists.deadlines} say={say} onPick={(due) => setDue(editing, element, due)} />
      <Since {...props} />
      <TextField
        label={say("timerText")} help={say("timerHelp")} isFormula value={timeText(element)}
        onCommit={(text) => setTimeText(editing, element, text)}
      />
    </>
  );
}

function Interrupting({ element, editor }: PartProps) {
  const isOn = businessOf(element)["cancelActivity"] !== false;
  return <Tick label={editor.say("interrupting")} isOn={isOn} onChange={(cancelActivity) => editor.editing.set(element, { cancelActivity })} />;
}
