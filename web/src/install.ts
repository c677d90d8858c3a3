/** The browser's own offer to install the app; it comes once, soon after the start, and is kept for the page that shows it. */
import { shallowRef } from "vue";

export interface Offer extends Event { prompt: () => Promise<unknown> }

export const offer = shallowRef<Offer>();

export function awaitOffer(): void {
  window.addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    offer.value = event as Offer;
  });
  window.addEventListener("appinstalled", () => (offer.value = undefined));
}
