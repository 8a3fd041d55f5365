/** The extension attributes of the namespace `urn:onedoor:bpmn:1`, described for bpmn-moddle. */
export const ONEDOOR = {
  name: "OneDoor",
  uri: "urn:onedoor:bpmn:1",
  prefix: "onedoor",
  xml: { tagAlias: "lowerCase" },
  types: [
    { name: "Named", extends: ["bpmn:BaseElement"], properties: [attribute("en")] },
    {
      name: "Step",
      extends: ["bpmn:FlowNode"],
      properties: ["code", "form", "role", "assign", "due", "since", "pauses", "state", "decision", "operation", "result", "end"].map(
        attribute,
      ),
    },
    { name: "Repetition", extends: ["bpmn:MultiInstanceLoopCharacteristics"], properties: [attribute("collection"), attribute("item")] },
    { name: "Timing", extends: ["bpmn:TimerEventDefinition"], properties: [attribute("due"), attribute("since")] },
    { name: "Input", superClass: ["Element"], properties: [attribute("name"), attribute("value")] },
  ],
};

function attribute(name: string) {
  return { name, isAttr: true, type: "String" };
}

const NAMESPACE = ONEDOOR.uri;

/** For English readers: show the English names that the diagram carries beside the Chinese ones. */
export function inLanguage(xml: string, locale: string): string {
  if (!locale.toLowerCase().startsWith("en")) return xml;
  const document = new DOMParser().parseFromString(xml, "application/xml");
  for (const element of document.querySelectorAll("*")) {
    const english = element.getAttributeNS(NAMESPACE, "en");
    if (english) element.setAttribute("name", english);
  }
  return new XMLSerializer().serializeToString(document);
}
