/** Where a page leads by itself once something is done: whoever went elsewhere meanwhile is not pulled back by a late answer. */
import { onBeforeUnmount } from "vue";
import { onBeforeRouteLeave, useRouter, type Router } from "vue-router";

/** `push` and `replace` of the router, for as long as nobody left the page or is about to. */
export function useOnward(): Pick<Router, "push" | "replace"> {
  const router = useRouter();
  const here = router.currentRoute.value.path;
  let isLeaving = false; // the next page may take long to load
  onBeforeRouteLeave(() => void (isLeaving = true));
  onBeforeUnmount(router.onError(() => void (isLeaving = false))); // it could not be loaded: one is here still
  const isHere = (): boolean => !isLeaving && router.currentRoute.value.path === here;
  return {
    push: async (to) => (isHere() ? router.push(to) : undefined),
    replace: async (to) => (isHere() ? router.replace(to) : undefined),
  };
}
