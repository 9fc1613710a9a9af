/* Shows treats over a stream as they come, each for a while. Texts are only ever set as text. */
(() => {
  "use strict";
  const MOST = 4;
  const SIZES = ["small", "medium", "large"];
  const stage = document.getElementById("treats");
  const card = document.getElementById("treat").content.firstElementChild;
  const options = new URLSearchParams(window.location.search);
  const seconds = Math.min(Math.max(Number(options.get("seconds")) || 10, 3), 120);

  document.documentElement.dataset.size = SIZES.includes(options.get("size")) ? options.get("size") : "medium";
  document.documentElement.style.setProperty("--seconds", seconds + "s");

  function show(treat) {
    const shown = card.cloneNode(true);
    const [sender, test, title, message] = [".sender", ".test", ".title", ".message"].map((part) => shown.querySelector(part));
    sender.textContent = treat.test ? "" : treat.sender || sender.dataset.nobody;
    title.textContent = treat.title || title.dataset.untitled;
    message.textContent = treat.message || "";
    test.hidden = !treat.test;
    message.hidden = !treat.message;
    shown.addEventListener("animationend", (event) => event.animationName === "leave" && shown.remove());
    stage.prepend(shown);
    while (stage.children.length > MOST) {
      stage.lastElementChild.remove();
    }
  }

  function listen(wait, since) {
    const source = new EventSource(stage.dataset.events + "?since=" + encodeURIComponent(since));
    let patience = wait;
    let seen = since;
    source.addEventListener("open", () => patience = 1000);
    source.addEventListener("treat", (event) => {
      seen = event.lastEventId;
      show(JSON.parse(event.data));
    });
    source.addEventListener("error", () => {
      // Browsers never come back by themselves after a refusal, which may be a server that starts again.
      if (source.readyState === EventSource.CLOSED) {
        window.setTimeout(listen, patience, Math.min(patience * 2, 60000), seen);
      }
    });
  }

  listen(1000, stage.dataset.since);
})();
