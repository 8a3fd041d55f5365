import "bpmn-js/dist/assets/bpmn-font/css/bpmn.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import "bpmn-js/dist/assets/diagram-js.css";
import { createRoot } from "react-dom/client";
import { mountPoint, readConfig } from "../shared/page";
import type { StudioConfig } from "../shared/studio/config";
import "../shared/studio/studio.css";
import "../shared/tokens.css";
import "./process-studio.css";
import { ProcessStudio } from "./ProcessStudio";

createRoot(mountPoint("onedoor-studio")).render(<ProcessStudio config={readConfig<StudioConfig>("onedoor-studio-config")} />);
