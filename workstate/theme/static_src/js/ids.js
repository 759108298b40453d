// Identifiers that a page chooses, so that what is sent twice happens once. crypto.randomUUID is there on secure pages alone.

/** UUIDv7 (RFC 9562, 5.7) of an instant in milliseconds: tasks are listed in the order of their ids, oldest first. */
export function newId(time = Date.now()) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let at = 0; at < 6; at++) bytes[at] = (time / 256 ** (5 - at)) & 0xff;
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
