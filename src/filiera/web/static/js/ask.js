// Enter asks, as in any search box; with Shift it starts a new line. Without this file the button does the same.
document.addEventListener("keydown", (event) => {
  const box = event.target;
  const asks = event.key === "Enter" && !event.shiftKey && !event.isComposing;
  if (asks && box instanceof HTMLTextAreaElement && box.closest("form.ask")) {
    event.preventDefault();
    box.form.requestSubmit();
  }
});
