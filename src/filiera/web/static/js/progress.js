// A long act that nobody carries further says so. Without this file the page keeps its button to go on.
for (const trouble of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(trouble, (event) => {
    const note = event.target.closest("[data-progress]")?.querySelector("[data-still]");
    if (note) note.hidden = false;
  });
}
