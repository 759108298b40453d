// Runs beside our pages, also when none is open: shows what is pushed, and leads to it. It keeps nothing and answers no requests.
const here = self.location.origin;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("push", (event) => {
  let said = {};
  try {
    said = event.data?.json() ?? {};
  } catch {
    // Somebody pushed what is not ours; the browser demands that something is shown.
  }
  const { title = "Workstate", body = "", tag, path = "/notifications/" } = said;
  const shown = { body, tag, renotify: Boolean(tag), icon: "/static/favicon.svg", data: { path } };
  event.waitUntil(self.registration.showNotification(title, shown));
});

async function open(path) {
  const place = new URL(path, here);
  if (place.origin !== here) return;
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = pages.find((page) => new URL(page.url).pathname === place.pathname);
  // A page that shows something else is left alone: somebody may be writing there.
  if (there) await there.focus();
  else await self.clients.openWindow(place.href);
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.path ?? "/"));
});
