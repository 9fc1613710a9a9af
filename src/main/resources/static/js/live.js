/* Freshens pages by what the server tells of itself. Everything here works without it, after a reload. */
(() => {
  "use strict";
  const MOST_ROWS = 20;
  const MOST_SAID = 3;
  const PACE = 2000;
  const came = new Map();
  const asked = new WeakMap();
  const received = new Map();
  const scrolled = new Map();
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
    const row = (event.detail.type === "item" && event.target.matches("[sse-swap]")) ? document.getElementById(firstId(event.detail.data)) : null;
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
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.matches("[hx-select-oob]")) {
      came.clear();
    }
  });
  document.addEventListener("htmx:afterSettle", () => {
    const rows = document.querySelector("[sse-swap=item]");
    for (const row of rows ? came.values() : []) {
      if (!document.getElementById(row.id)) {
        rows.prepend(row);
        place(row);
      }
    }
  });

  // What is told in quick succession is asked for at once, and then once more after a while.
  function soothe(event) {
    const asker = event.target;
    const rest = (asked.get(asker) ?? -PACE) + PACE - performance.now();
    if (rest <= 0) {
      asked.set(asker, performance.now());
      return;
    }
    event.stopPropagation();
    if (!asker.dataset.waiting) {
      asker.dataset.waiting = "true";
      window.setTimeout(() => {
        delete asker.dataset.waiting;
        window.htmx.trigger(asker, event.type);
      }, rest);
    }
  }

  document.addEventListener("sse:account", soothe, true);
  document.addEventListener("sse:item", soothe, true);

  const told = (part) => part.outerHTML;
  const heading = (details) => details.closest("figure")?.querySelector("h3")?.textContent;

  // What is the same as before stays as it is, with what was unfolded, chosen or drawn there.
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    const before = event.detail.target;
    const after = event.detail.fragment.firstElementChild;
    if (received.get(before.id) === told(after) && !before.querySelector("[sse-swap]")) {
      event.detail.shouldSwap = false;
      return;
    }
    received.set(before.id, told(after));
    for (const frame of before.querySelectorAll(".figures-frame")) {
      scrolled.set(frame.id, frame.scrollTop);
    }
    const unfolded = new Map([...before.querySelectorAll("details")].map((details) => [heading(details), details.open]));
    for (const details of after.querySelectorAll("details")) {
      if (unfolded.has(heading(details))) {
        details.open = unfolded.get(heading(details));
        details.dataset.kept = "true";
      }
    }
  });

  // By then charts are drawn again, too.
  document.addEventListener("htmx:afterSettle", () => {
    for (const [id, top] of scrolled) {
      document.getElementById(id)?.scrollTo(0, top);
    }
    scrolled.clear();
  });

  const pictures = document.getElementById("pictures");
  if (pictures) {
    received.set(pictures.id, told(pictures));
  }

  // Another page than the one that was asked for: the session is over.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const select = event.detail.requestConfig.elt.getAttribute("hx-select");
    if (select && !event.detail.xhr.responseText.includes(`id="${select.slice(1)}"`)) {
      event.detail.shouldSwap = false;
      window.location.reload();
    }
  });
})();
