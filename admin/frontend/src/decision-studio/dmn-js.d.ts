/** dmn-js ships no types; this is what the studio uses of it. */
declare module "dmn-js/lib/Modeler" {
  export { DmnManager as default } from "dmn-js/manager";
}
declare module "dmn-js/lib/Viewer" {
  export { DmnManager as default } from "dmn-js/manager";
}
declare module "dmn-js/manager" {
  export interface DmnElement {
    readonly $type: string;
    readonly id: string;
    readonly name?: string;
    readonly $parent?: DmnElement;
    readonly decisionLogic?: DmnElement & { readonly rule?: readonly DmnElement[] };
    readonly drgElement?: readonly DmnElement[];
  }
  export interface DmnView {
    readonly id: string;
    readonly name?: string;
    readonly type: "drd" | "decisionTable" | "literalExpression" | "boxedExpression";
    readonly element: DmnElement;
  }
  export interface DmnViewer {
    get<T>(name: string): T;
    on(event: string, listener: (event: never) => void): void;
  }
  export class DmnManager {
    constructor(options: Record<string, unknown>);
    importXML(xml: string): Promise<{ readonly warnings: readonly unknown[] }>;
    saveXML(options: { format: boolean }): Promise<{ readonly xml: string }>;
    getDefinitions(): DmnElement;
    getViews(): readonly DmnView[];
    getActiveView(): DmnView | undefined;
    getActiveViewer(): DmnViewer | undefined;
    open(view: DmnView): Promise<unknown>;
    on(event: string, listener: (event: never) => void): void;
    off(event: string, listener: (event: never) => void): void;
    destroy(): void;
  }
}
