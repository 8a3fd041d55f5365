import "bpmn-js/dist/assets/bpmn-font/css/bpmn.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import "bpmn-js/dist/assets/diagram-js.css";
import { mountPoint, readConfig } from "../shared/page";
import "../shared/tokens.css";
import "./diagram.css";
import { CaseDiagram } from "./CaseDiagram";
import type { DiagramConfig } from "./standing";

const config = readConfig<DiagramConfig>("onedoor-diagram-config");
void new CaseDiagram(mountPoint("onedoor-diagram"), config).show();
