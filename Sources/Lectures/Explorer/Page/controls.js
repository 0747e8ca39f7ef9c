// Keys, buttons, the slider, the window, paper; and the first drawing.

const keys = {
  ArrowRight: event => event.shiftKey ? goToNextBox(1) : goTo(place + 1),
  ArrowLeft: event => event.shiftKey ? goToNextBox(-1) : goTo(place - 1),
  Home: () => goTo(0),
  End: () => goTo(places - 1),
  ' ': () => play(),
};

document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(keys, event.key)) return;
  // Where a key has a meaning of its own it keeps it.
  const isOwn = event.target.closest('input, select, .scroll')
    || (event.key === ' ' && event.target.closest('button, a'));
  if (isOwn) return;
  if (event.key !== ' ') stop();
  event.preventDefault();
  keys[event.key](event);
});

const whenPressed = (id, act) => byId(id).addEventListener('click', act);
whenPressed('first', () => { stop(); goTo(0); });
whenPressed('back', () => { stop(); goTo(place - 1); });
whenPressed('next', () => { stop(); goTo(place + 1); });
whenPressed('last', () => { stop(); goTo(places - 1); });
whenPressed('play', play);
whenPressed('earlier', () => turnPage(-roomForSteps));
whenPressed('later', () => turnPage(roomForSteps));
whenPressed('skip', event => { event.preventDefault(); byId('entry').focus(); });
byId('pace').addEventListener('change', () => { if (timer !== null) { stop(); play(); } });
byId('slider').addEventListener('input', event => { stop(); goTo(Number(event.target.value) - 1); });

window.addEventListener('hashchange', () => {
  const found = readAddress();
  if (found !== null) { stop(); goTo(found); }
});
window.addEventListener('resize', () => {
  if (fittingSteps() === roomForSteps) return;
  roomForSteps = fittingSteps();
  firstStep -= firstStep % roomForSteps;
  showStep(openedBox);
  drawNetwork();
  goTo(place);
});
// The strips are drawn in the ink of the moment.
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => { drawNetwork(); goTo(place); });

/** On paper a short tape is printed whole. */
window.addEventListener('beforeprint', () => {
  const isShort = forwardCount <= 400;
  const parts = isShort
    ? [make('h2', {}, 'The whole tape'), ...explorer.boxes.map((box, index) => listElement(index))]
    : [make('p', {}, `The tape has ${forwardCount} entries; those of the open box are printed.`)];
  byId('whole').replaceChildren(...parts);
});
window.addEventListener('afterprint', () => byId('whole').replaceChildren());

byId('slider').max = places;
byId('legend').append(legendElement(explorer.scale, 'Size of a value or of a gradient, on a logarithmic scale'));
drawNetwork();
drawComparison();
goTo(readAddress() ?? 0);
// How soon the page was open, in milliseconds, for who measures it.
document.documentElement.dataset.ready = Math.round(performance.now());
