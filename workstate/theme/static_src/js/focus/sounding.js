// Sounds without files. A browser lets a page sound only after somebody has touched it: until then it stays silent.
const VOICES = {
  bell: { type: "sine", notes: [[880, 0], [1320, 0.02], [2640, 0.04]], lasts: 1.8 },
  wood: { type: "triangle", notes: [[420, 0], [420, 0.22]], lasts: 0.12 },
  chime: { type: "sine", notes: [[523.25, 0], [659.25, 0.18], [783.99, 0.36]], lasts: 1.2 },
};
let context;

export function wake() {
  context ??= new AudioContext();
  if (context.state === "suspended") context.resume().catch(() => {});
}
for (const type of ["pointerdown", "keydown"]) document.addEventListener(type, wake, { once: true, capture: true });

export function play(name, volume) {
  const voice = VOICES[name];
  if (!voice || !context || context.state !== "running") return;
  for (const [pitch, after] of voice.notes) {
    const tone = new OscillatorNode(context, { type: voice.type, frequency: pitch });
    const level = new GainNode(context, { gain: 0 });
    const at = context.currentTime + after;
    level.gain.setValueAtTime(0, at);
    level.gain.linearRampToValueAtTime((0.3 * volume) / 100 / voice.notes.length, at + 0.008);
    level.gain.exponentialRampToValueAtTime(0.0001, at + voice.lasts);
    tone.connect(level).connect(context.destination);
    tone.start(at);
    tone.stop(at + voice.lasts);
  }
}
