import { describe, expect, it } from "vitest";
import { checkCharacter, normalised, numberState } from "../src/number";

describe("the public number", () => {
  it("is the same however people type it", () => {
    expect(normalised("dmmc twgz-44")).toBe("DMMCTWGZ44");
    expect(normalised("oil0")).toBe("0110");
  });
  it("finds every single wrong character", () => {
    const good = "DMMCTWGZ44";
    expect(numberState(good)).toBe("right");
    for (let place = 0; place < 10; place += 1) {
      for (const character of "0123456789ABCDEFGHJKMNPQRSTVWXYZ") {
        const typed = good.slice(0, place) + character + good.slice(place + 1);
        expect(numberState(typed)).toBe(character === good[place] ? "right" : "wrong");
      }
    }
  });
  it("says while typing what is missing", () => {
    expect(numberState("")).toBe("empty");
    expect(numberState("DMM")).toBe("incomplete");
    expect(numberState("DMM!")).toBe("wrong");
    expect(checkCharacter("DMMCTWGZ4")).toBe("4");
  });
});
