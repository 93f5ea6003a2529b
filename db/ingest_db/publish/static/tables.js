// Datasette's own pages of our databases: what assistive programs need and the pages do not say.
"use strict";
if (!document.documentElement.lang) document.documentElement.lang = "en";
const content = document.querySelector("section.content");
if (content && !document.querySelector("main")) content.setAttribute("role", "main");
const names = {
  _filter_column: "Column",
  _filter_op: "Comparison",
  _filter_value: "Value",
  _sort: "Sort by",
  _search: "Search",
  sql: "SQL query",
};
let level = 0;
for (const heading of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
  const told = Number(heading.localName[1]);
  level = Math.min(told, level + 1);
  if (level === told) continue;
  heading.setAttribute("role", "heading");
  heading.ariaLevel = level;
}
for (const cross of document.querySelectorAll("a.cross")) cross.ariaLabel ||= "Remove this";
const label = () => {
  for (const one of document.querySelectorAll("[id]"))
    if (document.getElementById(one.id) !== one) one.removeAttribute("id"); // a facet that is set and asked for
  for (const field of document.querySelectorAll("input, select, textarea")) {
    const name = (field.name || "").replace(/_\d+$/, "");
    if (!field.labels?.length && !field.ariaLabel && field.type !== "hidden" && field.type !== "submit")
      field.ariaLabel = names[name] || field.placeholder || "SQL query";
  }
  for (const editor of document.querySelectorAll(".cm-content")) editor.ariaLabel ||= "SQL query";
};
label();
window.addEventListener("load", label); // the editor of SQL and the lists of values come later
