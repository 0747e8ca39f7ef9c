// The gradient by time: a table of colours for the steps in view, and a strip for all of a long sequence.

/** The steps in view as a table: a line for each quantity, and the whole gradient of each weight at its end. */
function ledgerTable(ledger) {
  const view = ledger.boxes.map((box, place) => place).slice(firstStep, firstStep + roomForSteps);
  const hasTotals = ledger.lines.some(line => line.total !== undefined);
  const head = (text, box, title) =>
    make('th', { scope: 'col', class: 'number', 'data-box': box, title }, text);
  const cell = (number, level, box) =>
    paint(make('td', { class: 'number', 'data-box': box }, numberElement(number, 3)), level);
  const heads = ['step', ...view.map(place => head(String(ledger.steps[place]), ledger.boxes[place]))];
  if (hasTotals) heads.push(head('all', undefined, 'all steps together'));
  const rows = ledger.lines.map(line => {
    const cells = view.map(place => cell(line.numbers[place], line.levels[place], ledger.boxes[place]));
    if (hasTotals) cells.push(line.total === undefined ? make('td') : cell(line.total, line.totalLevel));
    return make('tr', {}, make('th', { scope: 'row' }, line.title), cells);
  });
  return scrollElement(`The gradient through time, ${ledger.title}`, tableElement(heads, rows, [], 'heat'));
}

/** All time steps of a long sequence, a line of colour each; those in view are underlined. */
function stripElement(ledger) {
  const count = ledger.steps.length;
  if (count <= roomForSteps) return null;
  const words = `All time steps. ${ledger.words}`;
  const canvas = make('canvas', { class: 'strip', width: count, height: 8, role: 'img', 'aria-label': words });
  const context = canvas.getContext('2d');
  ledger.lines[0].levels.forEach((level, place) => {
    context.fillStyle = explorer.scale.swatches[level]?.colour ?? '#808080';
    context.fillRect(place, 0, 1, 6);
  });
  context.fillStyle = getComputedStyle(document.body).color;
  context.fillRect(firstStep, 7, roomForSteps, 1);
  return canvas;
}

/** Every ledger under its layer's name, with what it says in words. */
function drawLedgers() {
  const elements = explorer.ledgers.flatMap(ledger => [
    make('h3', {}, ledger.title), make('p', {}, ledger.words), stripElement(ledger), ledgerTable(ledger),
  ]);
  byId('ledgers').replaceChildren(...elements.filter(element => element !== null));
}
