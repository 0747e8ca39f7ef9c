'use strict';
// Elements, numbers and colours. All numbers and all colours come from the tape; here they are written down.

const explorer = JSON.parse(document.getElementById('explorer').textContent);

/** The element with an id. */
const byId = id => document.getElementById(id);

/** A new element with attributes and children; text stays text. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value);
  }
  element.append(...children.flat().filter(child => child !== null && child !== undefined));
  return element;
}

/** Says of a button whether it does anything; it keeps the keyboard either way, which a disabled one would lose. */
const setEnabled = (id, isEnabled) => byId(id).setAttribute('aria-disabled', String(!isEnabled));

/** A number with four digits, with an exponent where it is small; what is not a number comes as text. */
function digits(number, count = 4) {
  if (number === null || number === undefined) return '–';
  if (typeof number !== 'number') return number;
  const isSmall = number !== 0 && number > -1e-4 && number < 1e-4;
  const text = isSmall
    ? number.toExponential(count - 1).replace(/\.?0*e/, 'e')
    : String(Number(number.toPrecision(count)));
  return text.replaceAll('-', '−').replace('e+', 'e');
}

/** A number that keeps all its digits for programs and for the pointer. */
const numberElement = (number, count) =>
  make('data', { value: String(number), title: String(number) }, digits(number, count));

// A tensor is { s: shape, r: rows, n: norm, l: level, w: false where more numbers follow }.

/** `[1, 4]`. */
const shapeText = tensor => `[${tensor.s.join(', ')}]`;

const isSingle = tensor => tensor.n === undefined;

/** A single number with its sign, or the length of several between bars. */
function sizeText(tensor) {
  if (!tensor) return '–';
  return isSingle(tensor) ? digits(tensor.r[0][0]) : `|${digits(tensor.n)}|`;
}

/** Gives an element the colour of a level; zero is hatched, and what is not finite is crossed. */
function paint(element, level, scale = explorer.scale) {
  const swatch = scale.swatches[level];
  element.style.background = swatch ? swatch.colour : '';
  element.style.color = swatch ? swatch.ink : '';
  element.classList.toggle('zero', level === -1);
  element.classList.toggle('broken', level === -2);
  return element;
}

/** A tensor as a matrix in brackets, its shape below. */
function tensorElement(tensor, label) {
  const matrix = make('span', { class: 'matrix' });
  matrix.style.gridTemplateColumns = `repeat(${tensor.r[0]?.length ?? 1}, auto)`;
  for (const row of tensor.r) for (const number of row) matrix.append(numberElement(number));
  const notes = [shapeText(tensor)];
  if (tensor.w === false) notes.push(`the first ${tensor.r.length} × ${tensor.r[0].length}`);
  if (!isSingle(tensor)) notes.push(`length ${digits(tensor.n)}`);
  const colour = paint(make('span', { class: 'swatch', 'aria-hidden': 'true' }), tensor.l);
  const name = label ?? `tensor of shape ${shapeText(tensor)}`;
  return make('span', { class: 'tensor', role: 'group', 'aria-label': name },
    matrix, make('span', { class: 'shape' }, colour, notes.join(', ')));
}

/** Text in which formulas stand between backquotes. */
const formulas = text => text.split('`').map((part, index) => index % 2 ? make('code', {}, part) : part);

/** The colours of a scale with powers of ten below them. */
function legendElement(scale, title) {
  const labels = scale.swatches.map(swatch => swatch.label).filter(label => label !== '');
  const ends = `Dark violet is ${labels[0]}, yellow is ${labels[labels.length - 1]} or more`;
  const words = `${title}. ${ends}; zero is hatched.`;
  const stop = (cell, label, kind = 'stop') =>
    make('span', { class: kind }, cell, make('span', { class: 'power' }, label));
  const stops = scale.swatches.map((swatch, level) =>
    stop(paint(make('span', { class: 'cell' }), level, scale), swatch.label));
  const zero = stop(make('span', { class: 'cell zero' }), '0', 'stop apart');
  return make('figure', { role: 'img', 'aria-label': words },
    make('figcaption', {}, title),
    make('div', { class: 'scale' }, zero, make('div', { class: 'bar' }, stops)));
}

/** A table with its heads; those in `numeric` stand above numbers. */
function tableElement(heads, rows, numeric = [], kind = null) {
  const kindOf = head => numeric.includes(head) ? 'number' : null;
  const cells = heads.map(head =>
    head instanceof Node ? head : make('th', { scope: 'col', class: kindOf(head) }, head));
  return make('table', { class: kind }, make('thead', {}, make('tr', {}, cells)), make('tbody', {}, rows));
}

/** What may be wider than the window: it can be moved by touch, pointer and keyboard. */
const scrollElement = (label, ...children) =>
  make('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': label }, ...children);
