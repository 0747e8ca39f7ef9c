// Runs with different recurrent weights, side by side.

/** One step back: the norm as a number and as a bar, and its share of the norm one step later. */
function pointRow(point, scale) {
  const bar = paint(make('span', { class: 'length', 'aria-hidden': 'true' }), point.level, scale);
  bar.style.setProperty('--share', point.share);
  return make('tr', {},
    make('td', { class: 'number' }, String(point.back)),
    make('td', { class: 'number' }, numberElement(point.norm, 3)),
    make('td', { class: 'measure' }, bar),
    make('td', { class: 'number' }, point.ratio === undefined ? '' : numberElement(point.ratio, 3)));
}

/** One run, from the last state to the first. */
function runElement(run, scale) {
  const drawn = make('th', { scope: 'col', class: 'measure' }, make('span', { class: 'unseen' }, 'drawn'));
  const heads = ['back', '‖∂L/∂h‖', drawn, 'factor'];
  return make('div', { class: 'run' },
    make('h3', {}, `Gain ${digits(run.gain)}`), make('p', {}, run.words),
    tableElement(heads, run.points.map(point => pointRow(point, scale)), heads));
}

/** All runs under one legend. */
function drawComparison() {
  const { title, scale, runs } = explorer.runs;
  byId('comparison').replaceChildren(
    make('p', {}, `${title}. The factor is the norm as a share of the norm one step later.`),
    make('div', { class: 'legend' }, legendElement(scale, 'Colour and length, on a logarithmic scale')),
    make('div', { class: 'runs' }, runs.map(run => runElement(run, scale))));
}
