// Passkeys: the browser makes one or proves one, and the form carries it to the server. Without this file the form stays
// hidden, and the other ways to sign in are as good.
(() => {
  const options = async (form) => {
    if (form.dataset.ask) {
      const answer = await fetch(form.dataset.ask, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error("no challenge");
      return (await answer.json()).request_options;
    }
    const told = JSON.parse(document.getElementById("passkey-options").textContent);
    return told.creation_options || told.request_options;
  };
  const made = async (form) => {
    const asked = await options(form);
    if (form.dataset.passkey === "get") return webauthnJSON.get(asked);
    // A passkey is kept by the device and asks for finger, face or number: it then needs no password beside it.
    const wanted = { residentKey: "required", requireResidentKey: true, userVerification: "required" };
    asked.publicKey.authenticatorSelection = { ...asked.publicKey.authenticatorSelection, ...wanted };
    return webauthnJSON.create(asked);
  };
  if (!globalThis.webauthnJSON?.supported()) return;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const fault = form.querySelector("[data-fault]");
      fault.hidden = true;
      try {
        form.elements.credential.value = JSON.stringify(await made(form));
        form.submit();
      } catch {
        fault.hidden = false;
      }
    });
  }
})();
