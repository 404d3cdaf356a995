// @vitest-environment jsdom
import { afterEach, describe, expect, it } from "vitest";
import { actionOf, type KeyPress } from "./shortcuts";

const press = (key: string, over: Partial<KeyPress> = {}): KeyPress => ({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, target: document.body, ...over });

function inside(html: string, selector: string): Element {
  document.body.innerHTML = html;
  return document.querySelector(selector) as Element;
}

afterEach(() => {
  document.body.innerHTML = "";
});

describe("actionOf", () => {
  it.each([
    [press(" "), "toggle"],
    [press("k"), "toggle"],
    [press("j"), "back"],
    [press("l"), "forward"],
    [press("ArrowLeft", { shiftKey: true }), "back"],
    [press("ArrowRight", { shiftKey: true }), "forward"],
    [press("ArrowUp", { shiftKey: true }), "louder"],
    [press("ArrowRight", { ctrlKey: true }), "next"],
    [press("ArrowLeft", { metaKey: true }), "previous"],
    [press("m"), "mute"],
    [press("s"), "shuffle"],
    [press("r"), "repeat"],
    [press("q"), "queue"],
    [press("/"), "chat"],
    [press("?", { shiftKey: true }), "help"],
    [press("L", { shiftKey: true }), "like"],
    [press("k", { ctrlKey: true }), "palette"],
    [press("K", { metaKey: true }), "palette"],
  ])("%o means %s", (key, action) => {
    expect(actionOf(key)).toBe(action);
  });

  it("leaves plain arrows, Alt and the browser's own keys alone", () => {
    for (const key of [press("ArrowDown"), press("s", { altKey: true }), press("r", { ctrlKey: true }), press("l", { metaKey: true }), press("Tab"), press("S", { shiftKey: true })]) expect(actionOf(key)).toBeNull();
  });

  it("never takes a key from where one types, save for the palette", () => {
    const input = inside('<div role="dialog"><input type="text" /></div>', "input");
    for (const key of [" ", "k", "m", "/", "?"]) expect(actionOf(press(key, { target: input }))).toBeNull();
    expect(actionOf(press("k", { ctrlKey: true, target: input }))).toBe("palette");
  });

  it("lets space press the button that has the focus", () => {
    expect(actionOf(press(" ", { target: inside("<button><i></i></button>", "i") }))).toBeNull();
    expect(actionOf(press("m", { target: inside("<button></button>", "button") }))).toBe("mute");
  });

  it("leaves sliders and menus their keys", () => {
    expect(actionOf(press("ArrowRight", { shiftKey: true, target: inside('<input type="range" />', "input") }))).toBeNull();
    expect(actionOf(press("s", { target: inside('<ul role="menu"><li></li></ul>', "li") }))).toBeNull();
  });
});
