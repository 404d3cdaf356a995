/** What the lists of the library can be narrowed to by sound. The value is what stands in the address. */

export const tempos = ["-80", "80-100", "100-120", "120-140", "140-"] as const;
export const energies = { calm: "-0.34", lively: "0.34-0.67", driving: "0.67-" } as const;

const majors = ["B", "F#", "Db", "Ab", "Eb", "Bb", "F", "C", "G", "D", "A", "E"];
const minors = ["G#", "Eb", "Bb", "F", "C", "G", "D", "A", "E", "B", "F#", "C#"];

/** The keys around the Camelot wheel: 1A, 1B, 2A, … 12B. */
export const wheel: readonly { camelot: string; name: string }[] = Array.from({ length: 24 }, (_, place) => {
  const number = place >> 1;
  return place % 2 === 0 ? { camelot: `${number + 1}A`, name: `${minors[number] ?? ""} minor` } : { camelot: `${number + 1}B`, name: `${majors[number] ?? ""} major` };
});

/** "80-100", "-80" or "140-" as two numbers; what isn't one narrows nothing. */
export function rangeOf(text: string): { from?: number; to?: number } {
  const match = /^(\d+(?:\.\d+)?)?-(\d+(?:\.\d+)?)?$/.exec(text);
  if (!match) return {};
  return { ...(match[1] === undefined ? {} : { from: Number(match[1]) }), ...(match[2] === undefined ? {} : { to: Number(match[2]) }) };
}

/** "8A" is that key alone, "~8A" also those that mix with it. */
export function keyOf(text: string): { key?: string; compatible?: boolean } {
  const match = /^(~?)(\d{1,2}[AB])$/.exec(text);
  return match?.[2] === undefined || !wheel.some((one) => one.camelot === match[2]) ? {} : { key: match[2], ...(match[1] ? { compatible: true } : {}) };
}

/** One choice holds the genres of the tags and those that were heard: "=rock" is a tag, "~rock" was heard. */
export const genreChoice = (genre: string, heard: string): string => (genre ? `=${genre}` : heard ? `~${heard}` : "");

/** What such a choice narrows to; each takes the place of the other. */
export function genreOf(choice: string): { genre: string; heard: string } {
  return { genre: choice.startsWith("=") ? choice.slice(1) : "", heard: choice.startsWith("~") ? choice.slice(1) : "" };
}
