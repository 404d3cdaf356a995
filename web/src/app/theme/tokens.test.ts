import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { palette } from "./theme";

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");

function tokens(theme: "dark" | "light"): Record<string, string> {
  const block = new RegExp(`\\[data-theme="${theme}"\\] \\{([^}]*)\\}`).exec(css)?.[1] ?? "";
  return Object.fromEntries([...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map(([, name, value]) => [name, value]));
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

describe.each(["dark", "light"] as const)("colours in the %s", (theme) => {
  const colour = tokens(theme);
  const grounds = ["bg", "surface", "surface-2", "surface-3"];

  it.each(["ink", "ink-2", "accent-ink", "danger"].flatMap((text) => grounds.map((ground) => [text, ground] as const)))("%s on %s can be read", (text, ground) => {
    expect(contrast(colour[text] as string, colour[ground] as string)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(grounds.map((ground) => [ground]))("ink-3 on %s can be read", (ground) => {
    expect(contrast(colour["ink-3"] as string, colour[ground] as string)).toBeGreaterThanOrEqual(4.5);
  });

  it("has text on the accent that can be read, and an accent that can be seen", () => {
    expect(contrast(colour["on-accent"] as string, colour["accent"] as string)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colour["on-accent"] as string, colour["accent-strong"] as string)).toBeGreaterThanOrEqual(4.5);
    for (const ground of grounds) expect(contrast(colour["accent"] as string, colour[ground] as string)).toBeGreaterThanOrEqual(3);
  });

  it("is the same in Material's palette", () => {
    const of = palette[theme];
    expect(of).toEqual({ bg: colour["bg"], surface: colour["surface"], ink: colour["ink"], ink2: colour["ink-2"], accent: colour["accent"], onAccent: colour["on-accent"], danger: colour["danger"] });
  });
});
