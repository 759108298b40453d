// What is wrong with a filter: underlined in its place, said below, with what may have been meant as a button.
import { make } from "../dom.js";
import { placeOf } from "./offers.js";

export const toldOf = ({ form }) => form.querySelector(".filter-mirror");

/** Tell it, or take it away. While the cursor stands in the place it is not told: there it is being typed. */
export function tell({ form, input }, wrong, cursor) {
  const mirror = toldOf({ form });
  const below = form.querySelector(".filter-wrong");
  const [start, end] = wrong ? [wrong.start, wrong.end].map((letters) => placeOf(input.value, letters)) : [0, 0];
  if (wrong && cursor >= start && cursor <= end + 1) return;
  mirror.replaceChildren();
  below.replaceChildren();
  if (!wrong) return void input.removeAttribute("aria-invalid");
  input.setAttribute("aria-invalid", "true");
  mirror.append(input.value.slice(0, start), make("u", {}, input.value.slice(start, end) || " "));
  mirror.scrollLeft = input.scrollLeft;
  below.append(make("p", { textContent: wrong.message }));
  if (wrong.suggestion) {
    const text = wrong.instead ? form.dataset.write.replace("{text}", () => wrong.instead) : form.dataset.leave;
    below.append(make("button", { type: "submit", className: "link", name: "filter", value: wrong.suggestion, textContent: text }));
  }
}
