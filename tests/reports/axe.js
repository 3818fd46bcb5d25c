// SPDX-License-Identifier: Apache-2.0
// usage: axe.js CHROMIUM PAGE; prints what axe-core finds, as a list of texts. Needs puppeteer-core and axe-core on NODE_PATH.
const fs = require('fs');
const path = require('path');
const puppeteer = require('puppeteer-core');

async function main(executablePath, page) {
  const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
  const browser = await puppeteer.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  const found = new Set();
  for (const width of [1280, 390])
    for (const value of ['light', 'dark']) {
      const tab = await browser.newPage();
      await tab.setBypassCSP(true);
      await tab.setViewport({ width, height: 900 });
      await tab.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
      await tab.goto('file://' + path.resolve(page));
      await tab.evaluate(axe);
      const { violations } = await tab.evaluate(() => window.axe.run());
      for (const one of violations) found.add(`${one.id} (${width} px, ${value}): ${one.help}: ${one.nodes[0].target} and ${one.nodes.length - 1} more`);
      await tab.close();
    }
  await browser.close();
  console.log(JSON.stringify([...found]));
}
main(...process.argv.slice(2)).catch((error) => { console.error(error); process.exit(1); });
