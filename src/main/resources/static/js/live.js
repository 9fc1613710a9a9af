/* Freshens pages by what the server tells of itself. Everything here works without it, after a reload. */
(() => {
  "use strict";
  const MOST_ROWS = 20;
  const MOST_SAID = 3;
  const came = new Map();
  let saying = [];
  let stream = null;

  const time = (row) => row.querySelector("time")?.dateTime ?? "";

  // Rows stand newest first, though an older item may be told of later.
  function place(row) {
    const rows = row.parentElement;
    let next = row.nextElementSibling;
    while (next && time(next) > time(row)) {
      next = next.nextElementSibling;
    }
    rows.insertBefore(row, next);
    while (rows.rows.length > MOST_ROWS) {
      rows.rows[rows.rows.length - 1].remove();
    }
  }

  function say(words) {
    const region = document.getElementById("said");
    if (saying.push(words) > 1 || !region) {
      return;
    }
    window.setTimeout(() => {
      region.textContent = (saying.length > MOST_SAID) ? saying.length + " " + region.dataset.many : saying.join(". ");
      saying = [];
    }, 250);
  }

  function firstId(html) {
    return /id="(item-\d+)"/.exec(html)?.[1];
  }

  document.addEventListener("htmx:sseBeforeMessage", (event) => {
    if (event.detail.type === "item" && document.getElementById(firstId(event.detail.data))) {
      event.preventDefault();
    }
  });

  document.addEventListener("htmx:sseMessage", (event) => {
    const row = (event.detail.type === "item") ? document.getElementById(firstId(event.detail.data)) : null;
    if (row) {
      came.set(row.id, row);
      row.classList.add("fresh");
      place(row);
      say(row.dataset.said);
    }
  });

  // After a refusal there is a new stream, which goes on after the last event that came, and has to be told to look again.
  document.addEventListener("htmx:sseMessage", (event) => {
    const page = event.target.closest("[sse-connect]");
    if (page && event.detail.lastEventId) {
      const address = new URL(page.getAttribute("sse-connect"), window.location);
      address.searchParams.set("since", event.detail.lastEventId);
      page.setAttribute("sse-connect", address.pathname + address.search);
    }
  });
  document.addEventListener("htmx:sseOpen", (event) => {
    if (stream && stream !== event.detail.source) {
      event.target.querySelectorAll("[hx-trigger='sse:account']").forEach((element) => htmx.trigger(element, "sse:account"));
    }
    stream = event.detail.source;
  });

  // Rows that come while the list is asked for again may not be in the answer.
  document.addEventListener("htmx:beforeRequest", () => came.clear());
  document.addEventListener("htmx:afterSettle", () => {
    const rows = document.querySelector("[sse-swap=item]");
    for (const row of rows ? came.values() : []) {
      if (!document.getElementById(row.id)) {
        rows.prepend(row);
        place(row);
      }
    }
  });

  // Another page than the one that was asked for: the session is over.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const select = event.detail.requestConfig.elt.getAttribute("hx-select");
    if (select && !event.detail.xhr.responseText.includes(`id="${select.slice(1)}"`)) {
      event.detail.shouldSwap = false;
      window.location.reload();
    }
  });
})();
