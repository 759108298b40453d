// The browser knows the person's time zone; forms that ask for it (sign-up, sign-in) carry it along.
import { each } from "../dom.js";

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
each("input[type=hidden][name=time_zone]", (field) => (field.value ||= zone ?? ""));
each("[data-zone-hint]", (hint) => {
  hint.hidden = !zone || zone === hint.dataset.zoneHint;
  hint.querySelector("b").textContent = zone;
});
