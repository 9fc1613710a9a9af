// Buttons that copy the text of a field; without a clipboard they select it.
for (const button of document.querySelectorAll("button[data-copies]")) {
  const field = document.getElementById(button.dataset.copies);
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      document.querySelector("[data-copied]").textContent = button.dataset.done;
      button.textContent = button.dataset.done;
    } catch {
      field.focus();
    }
  });
}
