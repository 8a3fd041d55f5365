import "dmn-js/dist/assets/diagram-js.css";
import "dmn-js/dist/assets/dmn-font/css/dmn.css";
import "dmn-js/dist/assets/dmn-js-boxed-expression-controls.css";
import "dmn-js/dist/assets/dmn-js-boxed-expression.css";
import "dmn-js/dist/assets/dmn-js-decision-table-controls.css";
import "dmn-js/dist/assets/dmn-js-decision-table.css";
import "dmn-js/dist/assets/dmn-js-drd.css";
import "dmn-js/dist/assets/dmn-js-literal-expression.css";
import "dmn-js/dist/assets/dmn-js-shared.css";
import { createRoot } from "react-dom/client";
import { mountPoint, readConfig } from "../shared/page";
import type { StudioConfig } from "../shared/studio/config";
import "../shared/studio/studio.css";
import "../shared/tokens.css";
import "./decision-studio.css";
import { DecisionStudio } from "./DecisionStudio";

createRoot(mountPoint("onedoor-studio")).render(<DecisionStudio config={readConfig<StudioConfig>("onedoor-studio-config")} />);
