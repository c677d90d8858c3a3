/** Installing the app: by the browser's own offer, which comes once, soon after the start, or by hand. */
import { shallowRef } from "vue";

export interface Offer extends Event { prompt: () => Promise<unknown> }

export const offer = shallowRef<Offer>();

/** An iPhone's browser never offers, and outside the home screen clears what is stored after seven days of use without this site (webkit.org/blog/10218). */
export const isByHand = (): boolean => (navigator as { standalone?: boolean }).standalone === false;

export function awaitOffer(): void {
  window.addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    offer.value = event as Offer;
  });
  window.addEventListener("appinstalled", () => (offer.value = undefined));
}
