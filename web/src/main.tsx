import "@fontsource-variable/bricolage-grotesque/wght.css";
import "@fontsource-variable/figtree/wght.css";
import "./app/theme/fonts.css";
import "./app/theme/tokens.css";
import "./app/theme/global.css";
import "./app/shell/frame.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { startI18n } from "./app/i18n/i18n";
import "./app/theme/mode";

await startI18n();
createRoot(document.getElementById("root") as HTMLElement).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
