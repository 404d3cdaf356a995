import "@fontsource-variable/bricolage-grotesque/wght.css";
import "@fontsource-variable/figtree/wght.css";
import "./app/theme/tokens.css";
import "./app/theme/global.css";
import createCache from "@emotion/cache";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { startI18n } from "./app/i18n/i18n";

const meta = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]');
const nonce = meta?.nonce || meta?.content || undefined;
const cache = createCache({ key: "et", nonce, prepend: true });

await startI18n();
createRoot(document.getElementById("root") as HTMLElement).render(
  <StrictMode>
    <App cache={cache} />
  </StrictMode>,
);
