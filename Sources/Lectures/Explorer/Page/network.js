// The drawing: rows of layers, boxes of time steps, and the entries of the open box.

/** How many time steps are drawn at once: as many as the ledger has columns for. The others are a button away. */
const fittingSteps = () =>
  Math.min(20, Math.max(3, Math.floor((document.documentElement.clientWidth - 300) / 70)));
let roomForSteps = fittingSteps();
let firstStep = 0;
const boxElements = new Map();
const entriesOfBox = new Map();

/** The entries of a box, read when they are first needed. */
function entriesOf(box) {
  if (!entriesOfBox.has(box)) {
    if (entriesOfBox.size > 200) entriesOfBox.clear();
    entriesOfBox.set(box, JSON.parse(byId(`entries-${box}`).textContent));
  }
  return entriesOfBox.get(box);
}

/** The box that an entry lies in. */
function boxOfLine(line) {
  let [low, high] = [0, explorer.boxes.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (explorer.boxes[middle].first <= line) low = middle; else high = middle - 1;
  }
  return low;
}

/** An entry, wherever it lies. */
function entryAt(line) {
  const box = boxOfLine(line);
  return entriesOf(box)[line - explorer.boxes[box].first];
}

/** The boxes of a row that have a time step. */
const steppedBoxes = row => row.boxes.filter(box => explorer.boxes[box].step !== undefined);
const mostSteps = Math.max(0, ...explorer.rows.map(row => steppedBoxes(row).length));

/** The boxes of a row that are drawn: those of the steps in view, and those of no step. */
function visibleBoxes(row) {
  const inView = new Set(steppedBoxes(row).slice(firstStep, firstStep + roomForSteps));
  return row.boxes.filter(box => explorer.boxes[box].step === undefined || inView.has(box));
}

/** Brings the time step of a box into view; says whether anything moved. */
function showStep(box) {
  const row = explorer.rows.find(row => row.boxes.includes(box));
  const place = steppedBoxes(row).indexOf(box);
  if (place < 0 || (place >= firstStep && place < firstStep + roomForSteps)) return false;
  firstStep = place - place % roomForSteps;
  return true;
}

/** One box, folded: its title, and room for what it hands on and for the gradient of that. */
function drawBox(index) {
  const box = explorer.boxes[index];
  const kind = box.value ? 'box' : 'box wide';
  const button = make('button', { type: 'button', class: kind, 'data-box': index, onclick: () => openBox(index) },
    make('span', { class: 'title' }, box.title),
    make('span', { class: 'value' }), make('span', { class: 'gradient' }));
  boxElements.set(index, button);
  return button;
}

/** A row: the title of a layer, unless its only box bears the same, and its boxes. */
function drawRow(row) {
  const isTold = row.boxes.length === 1 && explorer.boxes[row.boxes[0]].title === row.title;
  return make('div', { class: 'row', role: 'group', 'aria-label': row.title },
    make('span', { class: 'layer' }, isTold ? '' : row.title),
    make('div', { class: 'boxes' }, visibleBoxes(row).map(drawBox)));
}

/** Draws the rows, the pager and the ledgers for the steps in view. */
function drawNetwork() {
  const focused = document.activeElement?.dataset?.box;
  boxElements.clear();
  byId('rows').replaceChildren(...explorer.rows.map(drawRow));
  if (focused !== undefined) boxElements.get(Number(focused))?.focus();
  byId('pager').hidden = mostSteps <= roomForSteps;
  setEnabled('earlier', firstStep > 0);
  setEnabled('later', firstStep + roomForSteps < mostSteps);
  const longest = explorer.ledgers.find(ledger => ledger.steps.length === mostSteps);
  const steps = longest ? longest.steps.slice(firstStep, firstStep + roomForSteps) : [];
  byId('window').textContent = `time steps ${steps[0]} to ${steps[steps.length - 1]}, of ${mostSteps}`;
  drawLedgers();
}

/** Marks how far the walk has come: what has been computed, and where the gradient has arrived. */
function markBoxes(current, line, isBackward, hasGradient) {
  for (const [index, element] of boxElements) {
    const box = explorer.boxes[index];
    const value = element.querySelector('.value'), gradient = element.querySelector('.gradient');
    const isReached = box.value && (isBackward || box.source <= line);
    const isBack = isBackward && box.gradient && hasGradient(box.source);
    value.textContent = isReached ? `${box.name} = ${sizeText(box.value)}` : box.name;
    paint(value, isReached && !isBackward ? box.value.l : undefined);
    gradient.textContent = isBack ? `∂L/∂${box.name} = ${sizeText(box.gradient)}` : '';
    paint(gradient, isBack ? box.gradient.l : undefined);
    element.classList.toggle('current', index === current);
    if (index === current) element.setAttribute('aria-current', 'step');
    else element.removeAttribute('aria-current');
  }
  for (const cell of document.querySelectorAll('#ledgers [data-box]')) {
    cell.classList.toggle('current', Number(cell.dataset.box) === current);
  }
}

/** One entry as a line of the table; its number is a button, unless it is for paper. */
function entryRow(entry, current, isForPaper) {
  const number = isForPaper ? String(entry.line)
    : make('button', {
      type: 'button', class: 'origin', 'data-line': entry.line, 'aria-label': `To entry ${entry.line}`,
      onclick: () => goToLine(entry.line),
    }, String(entry.line));
  const isCurrent = entry.line === current;
  const each = describe => entry.outputs.map(describe).join(' ');
  return make('tr', { class: isCurrent ? 'current' : null, 'aria-current': isCurrent ? 'step' : null },
    make('td', {}, number), make('td', {}, entry.outputs.map(valueName).join(', ')),
    make('td', {}, entry.title), make('td', {}, entry.inputs.map(valueName).join(', ')),
    make('td', {}, each(output => shapeText(output.value))),
    make('td', { class: 'number' }, each(output => sizeText(output.value))),
    make('td', { class: 'number' }, each(output => sizeText(output.gradient))));
}

/** The entries of a box as a table, the one that the walk is at marked; without one, for paper. */
function listElement(index, current) {
  const box = explorer.boxes[index];
  const rows = entriesOf(index).map(entry => entryRow(entry, current, current === undefined));
  const heads = ['#', 'name', 'operation', 'inputs', 'shape', 'value', 'gradient'];
  return scrollElement(`Entries of ${box.title}`,
    make('h3', {}, `${box.title}: ${box.count} ${box.count === 1 ? 'entry' : 'entries'}`),
    tableElement(heads, rows, ['value', 'gradient']));
}
