import type { Connection, Element, Shape } from "bpmn-js/lib/model/Types";
import { bodyOf, isDefault, plain, setCondition, setDefault } from "../details";
import { businessOf, is } from "../editing";
import { Names, type PartProps } from "./common";
import { TextField, Tick } from "./fields";

/** The settings of a decision point, with every way that leads on. */
export function GatewayFields(props: PartProps) {
  const { element, editor } = props;
  const flows = ((element as Shape).outgoing as Connection[]).filter((each) => is(each, "bpmn:SequenceFlow"));
  return (
    <>
      <Names {...props} />
      {branches(element) && <h3>{editor.say("flows")}</h3>}
      {branches(element) && flows.length === 0 && <p className="od-help">{editor.say("noFlows")}</p>}
      {branches(element) && flows.map((flow) => (
        <fieldset className="od-group" key={flow.id}>
          <legend>{editor.say("flowTo", { name: editor.titleOf(flow.target as Element) })}</legend>
          <Way {...props} element={flow} />
        </fieldset>
      ))}
    </>
  );
}

/** The settings of an arrow. */
export function FlowFields(props: PartProps) {
  const source = (props.element as Connection).source as Element;
  return (
    <>
      <Names {...props} />
      {branches(source) && <Way {...props} />}
    </>
  );
}

function Way({ element, editor }: PartProps) {
  const { say, editing } = editor;
  return (
    <>
      {!isDefault(element) && (
        <TextField
          label={say("condition")} help={say("conditionHelp")} isFormula rows={2} value={plain(bodyOf(businessOf(element)["conditionExpression"]))}
          onCommit={(text) => setCondition(editing, element, text)}
        />
      )}
      <Tick label={say("isDefault")} isOn={isDefault(element)} onChange={(isOn) => setDefault(editing, element, isOn)} />
    </>
  );
}

/** Only an exclusive or inclusive gateway asks which way to go. */
function branches(element: Element): boolean {
  return is(element, "bpmn:ExclusiveGateway", "bpmn:InclusiveGateway");
}
