// The page is a script in real life: parameters may stand before the fragment or behind it.
(function () {
  "use strict";

  var form = document.querySelector("form[data-reads]");
  if (!form) {
    return;
  }
  var reads = form.dataset.reads;
  var fragment = location.hash.replace(/^#/, "");
  var mark = fragment.indexOf("?");
  var behind = mark >= 0 ? fragment.slice(mark + 1) : fragment.replace(/^signinoauth\/?/, "");
  var sources = [];
  if (reads !== "fragment") {
    sources.push(new URLSearchParams(location.search));
  }
  if (reads !== "query") {
    sources.push(new URLSearchParams(behind));
  }

  ["response_type", "client_id", "state", "redirect_uri", "email"].forEach(function (name) {
    var field = form.elements[name];
    sources.forEach(function (source) {
      if (!field.value && source.get(name)) {
        field.value = source.get(name);
      }
    });
  });
  document.getElementById("client").textContent = form.elements.client_id.value || "An application";
}());
