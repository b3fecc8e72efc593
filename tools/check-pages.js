// check-pages.js - for tools/check-pages: axe-core over each page in light and dark, wide and narrow; pictures beside the pages, and
// one on paper. Status 1 when a rule of WCAG 2.2 AA, or a best practice, is broken.
"use strict";
const path = require("path"), puppeteer = require("puppeteer-core");
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

async function look(browser, file, scheme, width) {
  const page = await browser.newPage(), name = file.replace(/\.html$/, "");
  await page.setViewport({ width, height: 1000 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.goto("file://" + path.resolve(file));
  await page.screenshot({ path: `${name}-${width}-${scheme}.png`, clip: { x: 0, y: 0, width, height: 3000 }, captureBeyondViewport: true });
  if (width > 1000 && scheme === "light")
    await page.pdf({ path: `${name}.pdf`, preferCSSPageSize: true });
  await page.addScriptTag({ path: require.resolve("axe-core/axe.min.js") });
  const { violations } = await page.evaluate((only) => axe.run({ runOnly: only }), rules);
  for (const broken of violations)
    console.log(`${file}, ${scheme}, ${width}: ${broken.id}: ${broken.help}: ${broken.nodes[0].html.slice(0, 200)}`);
  await page.close();
  return violations.length;
}

(async function () {
  const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM, headless: true, args: ["--no-sandbox"] });
  let faults = 0;
  for (const file of process.argv.slice(2))
    for (const scheme of ["light", "dark"])
      for (const width of [1400, 390]) faults += await look(browser, file, scheme, width);
  await browser.close();
  console.log(`accessibility checked by axe-core: ${faults} broken`);
  process.exit(faults > 0 ? 1 : 0);
})();
