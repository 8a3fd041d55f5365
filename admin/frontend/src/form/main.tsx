import { createRoot } from "react-dom/client";
import { mountPoint, readConfig } from "../shared/page";
import "../shared/tokens.css";
import type { FormConfig } from "./config";
import "./form.css";
import { FormPage } from "./FormPage";

const config = readConfig<FormConfig>("onedoor-form-config");
createRoot(mountPoint("onedoor-form")).render(<FormPage config={config} />);
