// The walk: forward through all entries, then backward through those that a gradient comes back to.

const forwardCount = explorer.boxes.reduce((count, box) => count + box.count, 0);
const places = forwardCount + explorer.backward.length;
/** For each entry its place in the backward pass. */
const backwardPlace = new Map(explorer.backward.map((line, place) => [line, place]));
let place = 0;
let openedBox = -1;
let timer = null;

const isBackwardAt = at => at >= forwardCount;
const lineAt = at => isBackwardAt(at) ? explorer.backward[at - forwardCount] : at;

/** Goes to a place in the walk, and shows it. */
function goTo(target) {
  if (places === 0) return;
  place = Math.min(places - 1, Math.max(0, target));
  const line = lineAt(place), isBackward = isBackwardAt(place);
  const box = boxOfLine(line);
  if (showStep(box)) drawNetwork();
  const entry = entryAt(line);
  const arrived = isBackward ? place - forwardCount : -1;
  markBoxes(box, line, isBackward, source => (backwardPlace.get(source) ?? Infinity) <= arrived);
  const focusedLine = document.activeElement?.dataset?.line;
  byId('entry').replaceChildren(...cardElements(entry, isBackward));
  byId('entry').dataset.entry = line;
  byId('list').replaceChildren(listElement(box, line));
  if (focusedLine !== undefined) document.querySelector(`#list [data-line="${focusedLine}"]`)?.focus();
  openedBox = box;
  tellPlace(entry, isBackward);
  if (place === places - 1) stop();
  noteAddress();
}

/** Says in words where the walk is, and sets the controls to it. */
function tellPlace(entry, isBackward) {
  const way = isBackward
    ? `Backward, ${place - forwardCount + 1} of ${places - forwardCount}`
    : `Forward, ${place + 1} of ${forwardCount}`;
  const words = `${way}: entry ${entry.line}, ${entryText(entry)}, in ${explorer.boxes[openedBox].title}`;
  byId('where').textContent = words;
  byId('slider').value = place + 1;
  byId('slider').setAttribute('aria-valuetext', words);
  for (const id of ['first', 'back']) setEnabled(id, place > 0);
  for (const id of ['next', 'last']) setEnabled(id, place < places - 1);
}

/** Goes to an entry in the direction of the walk; forward where no gradient comes back to it. */
function goToLine(line) {
  const back = isBackwardAt(place) ? backwardPlace.get(line) : undefined;
  const isInCard = byId('entry').contains(document.activeElement);
  stop();
  goTo(back === undefined ? line : forwardCount + back);
  // The button that was pressed is gone with its card.
  if (isInCard) byId('entry').focus({ preventScroll: true });
}

/** Opens a box: its first entry on the way forward, its last on the way back. */
function openBox(index) {
  const { first, count } = explorer.boxes[index];
  stop();
  if (isBackwardAt(place)) {
    for (let line = first + count - 1; line >= first; line -= 1) {
      if (backwardPlace.has(line)) return goTo(forwardCount + backwardPlace.get(line));
    }
  }
  goTo(first);
}

/** To the next box in a direction. */
function goToNextBox(direction) {
  let at = place + direction;
  while (at > 0 && at < places - 1 && boxOfLine(lineAt(at)) === openedBox) at += direction;
  goTo(at);
}

/** Turns to other time steps; the walk goes to the first of them. */
function turnPage(by) {
  if (firstStep + by < 0 || firstStep + by >= mostSteps) return;
  firstStep += by;
  const row = explorer.rows.find(row => steppedBoxes(row).length > firstStep);
  drawNetwork();
  openBox(steppedBoxes(row)[firstStep]);
}

function stop() {
  if (timer !== null) clearInterval(timer);
  timer = null;
  byId('play').textContent = 'Play';
  byId('play').setAttribute('aria-pressed', 'false');
  byId('where').setAttribute('aria-live', 'polite');
}

function play() {
  if (timer !== null) return stop();
  if (place === places - 1) goTo(0);
  byId('play').textContent = 'Pause';
  byId('play').setAttribute('aria-pressed', 'true');
  byId('where').setAttribute('aria-live', 'off');
  timer = setInterval(() => goTo(place + 1), Number(byId('pace').value));
}

/** The address names the place, so that a link leads there: `#step=17`. Browsers allow few changes a second. */
let addressTimer = null;
function noteAddress() {
  clearTimeout(addressTimer);
  addressTimer = setTimeout(() => {
    try { history.replaceState(null, '', `#step=${place + 1}`); } catch { /* an address that can't be changed */ }
  }, 400);
}

function readAddress() {
  const found = /^#step=(\d+)$/.exec(location.hash);
  return found ? Number(found[1]) - 1 : null;
}
