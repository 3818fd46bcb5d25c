// SPDX-License-Identifier: Apache-2.0
// Copy buttons exist only where they work; a link to a closed detail opens it. Everything else needs no script.
for (const line of document.querySelectorAll('.replay')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = 'Copy';
  button.addEventListener('click', async () => {
    const code = line.querySelector('code');
    try {
      await navigator.clipboard.writeText(code.textContent);
    } catch {
      getSelection().selectAllChildren(code);
      document.execCommand('copy');
    }
    button.textContent = 'Copied';
    setTimeout(() => { button.textContent = 'Copy'; }, 1500);
  });
  line.append(button);
}
// What can be filtered: the cards by all four, the rows of the matrix by their operation. Without a script everything is shown.
const cards = [...document.querySelectorAll('.finding[data-regime]')];
if (cards.length > 1) {
  const bar = document.createElement('div');
  bar.className = 'filters';
  const count = document.createElement('output');
  const selects = ['regime', 'subject', 'operation', 'format'].map((what) => {
    const values = [...new Set(cards.flatMap((card) => card.dataset[what].split('|')))].sort();
    const label = document.createElement('label');
    const select = document.createElement('select');
    select.dataset.what = what;
    for (const value of ['', ...values]) select.append(new Option(value || `every ${what}`, value));
    label.append(`${what} `, select);
    bar.append(label);
    return select;
  });
  const filter = () => {
    for (const card of cards)
      card.hidden = selects.some(({ value, dataset }) => value && !card.dataset[dataset.what].split('|').includes(value));
    const operation = selects.find(({ dataset }) => dataset.what === 'operation').value;
    for (const row of document.querySelectorAll('.matrix tr[data-operation]')) row.hidden = operation !== '' && row.dataset.operation !== operation;
    count.textContent = `${cards.filter((card) => !card.hidden).length} of ${cards.length} root causes`;
  };
  bar.addEventListener('change', filter);
  bar.append(count);
  document.querySelector('#findings .cards').before(bar);
  filter();
}
function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target instanceof HTMLDetailsElement) {
    target.open = true;
    target.scrollIntoView();
  }
}
addEventListener('hashchange', openTarget);
openTarget();
