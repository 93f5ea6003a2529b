// A fact under the pointer or the focus lights its words, and words light their fact. Pages work without it.
"use strict";
const light = (names, on) => {
  for (const mark of document.querySelectorAll("mark[data-facts]"))
    if (mark.dataset.facts.split(" ").some((name) => names.includes(name))) mark.classList.toggle("lit", on);
  for (const item of document.querySelectorAll("[data-fact]"))
    if (names.includes(item.dataset.fact)) item.classList.toggle("lit", on);
};
for (const one of document.querySelectorAll("[data-fact], mark[data-facts]")) {
  const names = (one.dataset.fact || one.dataset.facts).split(" ").filter(Boolean);
  for (const [event, on] of [["mouseenter", true], ["mouseleave", false], ["focusin", true], ["focusout", false]])
    one.addEventListener(event, () => light(names, on));
}
