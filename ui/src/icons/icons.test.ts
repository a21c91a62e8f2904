import { expect, test } from "vitest";
import marks from "virtual:issuer-icons";
import { find, index } from "./match";
import { hue, monogram } from "./monogram";

const byName = index(marks);

test("an issuer has its mark by name, by domain and with a remark behind it", () => {
  const github = marks["github"]?.path;
  expect(github).toBeTruthy();
  for (const issuer of ["GitHub", "github", "github.com", "GitHub (work)", " GITHUB "]) {
    expect(find(byName, issuer)?.path, issuer).toBe(github);
  }
  expect(find(byName, "accounts.google.co.uk")?.path).toBe(marks["google"]?.path);
  expect(find(byName, "Twitter")?.path).toBe(marks["x"]?.path);
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
