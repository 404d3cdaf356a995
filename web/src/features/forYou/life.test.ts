// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { settle } from "../../player/testing";
import { keepFocus } from "./life";

const listOf = (...keys: string[]) => {
  const list = document.createElement("ul");
  list.tabIndex = 0;
  list.append(...keys.map(itemOf));
  document.body.replaceChildren(list);
  return list;
};
const itemOf = (key: string) => {
  const item = document.createElement("li");
  item.dataset["key"] = key;
  item.innerHTML = `<button data-part="like">${key} like</button><button data-part="dismiss">${key} dismiss</button>`;
  return item;
};
const control = (list: HTMLElement, key: string, part: string) => list.querySelector<HTMLElement>(`[data-key="${key}"] [data-part="${part}"]`)!;

describe("keepFocus", () => {
  it("gives the focus of an item that goes to the same control of the one in its place", async () => {
    const list = listOf("a", "b", "c");
    const end = keepFocus(list);
    control(list, "b", "dismiss").focus();
    list.children[1]!.remove();
    await settle();
    expect(document.activeElement?.textContent).toBe("c dismiss");
    list.children[1]!.remove();
    await settle();
    expect(document.activeElement?.textContent).toBe("a dismiss");
    list.children[0]!.remove();
    await settle();
    expect(document.activeElement).toBe(list);
    end();
  });

  it("leaves it with an item that moves, and takes it from nobody else", async () => {
    const list = listOf("a", "b", "c");
    const other = document.createElement("button");
    document.body.append(other);
    const end = keepFocus(list);
    control(list, "a", "like").focus();
    list.append(list.children[1]!);
    await settle();
    expect(document.activeElement?.textContent).toBe("a like");
    other.focus();
    list.children[0]!.remove();
    await settle();
    expect(document.activeElement).toBe(other);
    end();
  });
});
