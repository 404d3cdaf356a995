import { createTheme, type ThemeOptions } from "@mui/material/styles";
import type { Scheme } from "./scheme";

/** The same colours as tokens.css, for Material's own arithmetic; a test holds the two together. */
export const palette = {
  dark: { bg: "#131110", surface: "#1b1816", ink: "#f7f0e8", ink2: "#c3b7ab", accent: "#ff9153", onAccent: "#241005", danger: "#ff8b80" },
  light: { bg: "#f8f3ec", surface: "#fffdf9", ink: "#221a14", ink2: "#574a40", accent: "#c2410c", onAccent: "#ffffff", danger: "#b3261e" },
} as const;

const options: ThemeOptions = {
  shape: { borderRadius: 12 },
  typography: { fontFamily: "var(--text)", fontSize: 14, button: { textTransform: "none", fontWeight: 600 } },
  components: {
    MuiButtonBase: { defaultProps: { disableRipple: true } },
    MuiMenu: {
      // A menu hangs outside of the page's landmarks: it is one itself.
      defaultProps: { slotProps: { root: { role: "region", "aria-label": "Menu" } as object } },
      styleOverrides: {
        paper: { background: "var(--surface-2)", backgroundImage: "none", border: "1px solid var(--line)", borderRadius: 14, boxShadow: "var(--shadow)", minWidth: 200, maxWidth: 320 },
        list: { padding: 6 },
      },
    },
    MuiMenuItem: {
      styleOverrides: { root: { borderRadius: 9, fontSize: 14.5, minHeight: 40, gap: 12, "&.Mui-focusVisible": { background: "var(--surface-3)" } } },
    },
    MuiDialog: {
      styleOverrides: {
        paper: { background: "var(--surface)", backgroundImage: "none", border: "1px solid var(--line)", borderRadius: 22, boxShadow: "var(--shadow)" },
      },
    },
    MuiDrawer: { styleOverrides: { paper: { background: "var(--surface)", backgroundImage: "none", border: 0 } } },
    MuiBackdrop: { styleOverrides: { root: { background: "var(--scrim)" }, invisible: { background: "transparent" } } },
    MuiSlider: {
      styleOverrides: {
        root: { height: 4, padding: "14px 0" },
        rail: { background: "var(--line-strong)", opacity: 1 },
        track: { border: 0 },
        thumb: { width: 16, height: 16, boxShadow: "none", "&:hover, &.Mui-focusVisible": { boxShadow: "0 0 0 7px var(--accent-soft)" } },
      },
    },
    MuiOutlinedInput: {
      styleOverrides: { root: { borderRadius: 12, background: "var(--surface)" }, notchedOutline: { borderColor: "var(--line-strong)" } },
    },
  },
};

const themeOf = (scheme: Scheme) => {
  const of = palette[scheme];
  return createTheme({
    ...options,
    palette: {
      mode: scheme,
      primary: { main: of.accent, contrastText: of.onAccent },
      error: { main: of.danger },
      background: { default: of.bg, paper: of.surface },
      text: { primary: of.ink, secondary: of.ink2 },
    },
  });
};

export const themes: Record<Scheme, ReturnType<typeof themeOf>> = { dark: themeOf("dark"), light: themeOf("light") };
