import type { LibraryScanDto } from "../../api/types";

export interface ScanProgress {
  stage: "composing" | "scanning" | "analysing" | "failed";
  done: number;
  all: number;
}

/** What there is to tell of a scan; null when it is at rest. */
export function progressOf(scan: LibraryScanDto): ScanProgress | null {
  switch (scan.state) {
    case "composing":
      return { stage: "composing", done: scan.composed, all: scan.toCompose };
    case "scanning":
      return { stage: "scanning", done: 0, all: 0 };
    case "analysing":
      return { stage: "analysing", done: Math.min(scan.analysed, scan.found), all: scan.found };
    case "failed":
      return { stage: "failed", done: 0, all: 0 };
    default:
      return null;
  }
}
