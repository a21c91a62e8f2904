import { expect, test } from "vitest";
import services, { marks } from "virtual:issuer-icons";
import { find, index } from "./match";
import { hue, monogram } from "./monogram";

const byName = index(services);

test("an issuer is known by name, by domain and with a remark behind it", () => {
  for (const issuer of ["GitHub", "github", "github.com", "GitHub (work)", " GITHUB "]) {
    expect(find(byName, issuer), issuer).toBe("github");
  }
  expect(find(byName, "accounts.google.co.uk")).toBe("google");
  expect(find(byName, "Twitter")).toBe("x");
});

test("every service has its mark where it is looked for", async () => {
  for (const slug of Object.keys(services)) {
    const shelf = await marks[slug.charAt(0)]?.();
    expect(shelf?.default[slug]?.path, slug).toMatch(/^M/i);
  }
});

test("a name that only contains a known one has no mark", () => {
  for (const issuer of ["GitHub Pages GmbH", "mygithub", "github.evil.com", "", "()", "北京"]) {
    expect(find(byName, issuer), issuer).toBeNull();
  }
});

test("a name without a mark has its letters and always the same hue", () => {
  expect(monogram("ILLIXIS")).toBe("IL");
  expect(monogram("Valix")).toBe("Va");
  expect(monogram("Extilum Client Area")).toBe("EC");
  expect(monogram("ünter")).toBe("Ün");
  expect(monogram("—")).toBe("");
  expect(hue("ILLIXIS")).toBe(hue("illixis"));
  expect(hue("Valix")).toBeLessThan(360);
});
