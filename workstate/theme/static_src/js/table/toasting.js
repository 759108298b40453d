// The page shows what it is told by this event.
export const toastOf = (text) => document.dispatchEvent(new CustomEvent("toast", { detail: { text, danger: true } }));
