/** The package ships no types; this is what the tests use of it. */
declare module "bpmn-moddle" {
  export class BpmnModdle {
    constructor(packages: Record<string, unknown>);
    create(type: string, attributes: object): unknown;
    fromXML(xml: string): Promise<{ rootElement: unknown }>;
    toXML(element: unknown): Promise<{ xml: string }>;
  }
}
