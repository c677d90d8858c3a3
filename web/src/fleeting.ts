import { ref } from "vue";

/** What this phone keeps is gone when the page is closed: private browsing, or a person or an app that forbids sites to keep anything. */
export const isFleeting = ref(false);
