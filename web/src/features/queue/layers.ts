import type { QueueItemDto, QueueLayer } from "../../api/types";

export interface Layer {
  name: QueueLayer;
  items: QueueItemDto[];
}

const order: QueueLayer[] = ["next", "queued", "context", "upNext"];

/** What comes next, by why it comes; empty layers fall away. */
export function layersOf(items: readonly QueueItemDto[]): Layer[] {
  return order.map((name) => ({ name, items: items.filter((item) => item.layer === name) })).filter((layer) => layer.items.length > 0);
}

/** Before which item a move to the index `to` puts `itemId`; null is the end. */
export function beforeOf(items: readonly QueueItemDto[], itemId: string, to: number): string | null {
  return items.filter((item) => item.itemId !== itemId)[to]?.itemId ?? null;
}
