/** Felt and heard when a code was read, so that nobody needs to look: a short buzz and a short tone, unless switched off on this phone. */
import { ref, watch } from "vue";
import { local } from "./storages";

const KEPT = "steelyard.silent";
const BUZZ_MS = 80;
const TONE = { hertz: 1320, seconds: 0.12, loudness: 0.15 } as const;

/** Kept on this phone; without a choice it is heard. */
export const isSilent = ref(local.getItem(KEPT) === "yes");
watch(isSilent, (silent) => (silent ? local.setItem(KEPT, "yes") : local.removeItem(KEPT)));

let audio: AudioContext | undefined;

/** Call it in the tap that starts the camera: browsers let a page sound only after one. */
export function prepareSignal(): void {
  if (isSilent.value || typeof AudioContext === "undefined") return;
  audio ??= new AudioContext();
  void audio.resume().catch(() => undefined); // no sound card, or not allowed: it is felt and seen all the same
}

/** A code was read. Who asked the phone for less motion is not shaken. */
export function signalRead(): void {
  if (isSilent.value) return;
  if (!matchMedia("(prefers-reduced-motion: reduce)").matches) (navigator as Partial<Navigator>).vibrate?.(BUZZ_MS);
  if (audio?.state !== "running") return;
  const [tone, volume] = [audio.createOscillator(), audio.createGain()];
  tone.frequency.value = TONE.hertz;
  volume.gain.setValueAtTime(TONE.loudness, audio.currentTime);
  volume.gain.linearRampToValueAtTime(0, audio.currentTime + TONE.seconds);
  tone.connect(volume).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + TONE.seconds);
}
