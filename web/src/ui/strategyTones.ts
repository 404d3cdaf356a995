const tones: Readonly<Record<string, string>> = {
  content: "accent",
  history: "teal",
  colistening: "gold",
  context: "plum",
  popularity: "ink-3",
  novelty: "rose",
  collaborative: "blue",
  sequence: "green",
  graph: "sky",
};

/** The colour of a strategy, the same wherever it is drawn. */
export function toneOfStrategy(name: string): string {
  return `var(--${tones[name] ?? "ink-2"})`;
}
