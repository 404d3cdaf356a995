// The page's first script: small, alone in its file, and done before anything is drawn. It gives the page its theme and language, and fills
// in the words of the first view, so that they are there long before the application is.
import { dayTimeOf, greetings } from "./app/i18n/greetings";
import { languageKey, languageOf } from "./app/i18n/language";
import { modeKey, schemeOf } from "./app/theme/scheme";
import { talkKey } from "./features/chat/talk";

const page = document.documentElement;
const language = languageOf(localStorage.getItem(languageKey) ?? navigator.language);
page.lang = language;
page.dataset["theme"] = schemeOf(localStorage.getItem(modeKey), matchMedia("(prefers-color-scheme: light)").matches);
// Where a conversation goes on, or on another page, the first view has other words.
page.dataset["boot"] = location.pathname === "/" && localStorage.getItem(talkKey) === null ? "home" : "page";

customElements.define(
  "boot-greeting",
  class extends HTMLElement {
    connectedCallback(): void {
      const words = greetings[language];
      const first = document.createElement("span");
      first.textContent = words[dayTimeOf(new Date().getHours())];
      this.replaceChildren(first, document.createElement("br"), words.hero);
    }
  },
);
