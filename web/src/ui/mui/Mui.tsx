import createCache from "@emotion/cache";
import { CacheProvider } from "@emotion/react";
import { ThemeProvider } from "@mui/material/styles";
import type { ReactNode } from "react";
import { useScheme } from "../../app/theme/mode";
import { themes } from "../../app/theme/theme";

const meta = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]');
const cache = createCache({ key: "et", nonce: meta?.nonce || meta?.content || undefined, prepend: true });

/** What Material's components need around them. Menus, dialogs and panels bring it with them, since the first view is drawn without Material. */
export function Mui({ children }: { children: ReactNode }) {
  return (
    <CacheProvider value={cache}>
      <ThemeProvider theme={themes[useScheme()]}>{children}</ThemeProvider>
    </CacheProvider>
  );
}
