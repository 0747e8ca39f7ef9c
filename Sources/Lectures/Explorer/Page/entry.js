// The card of one entry: what it computed, and what it passes back.

/** `h_2`, or `%12` where it has no name. */
const valueName = part => part.name ?? `%${part.place}`;

/** Several names, the middle left out where there are many. */
const namesText = names =>
  names.length > 4 ? `${names[0]}, ${names[1]}, … ${names[names.length - 1]}` : names.join(', ');

/** An entry in one line: `h_3 = tanh (a_3)`. */
function entryText(entry) {
  const inputs = namesText(entry.inputs.map(valueName));
  return `${namesText(entry.outputs.map(valueName))} = ${entry.title}${inputs ? ` (${inputs})` : ''}`;
}

/** The numbers of an input: those of the result that it is. */
const inputValue = input =>
  entryAt(input.source).outputs.find(output => output.place === input.place).value;

/** What stands above an entry's operation in its source. */
const ruleOf = entry => explorer.rules[entry.rule];

/** The local derivative for one of its inputs, as a formula. */
function slopeOf(entry, index) {
  const slopes = ruleOf(entry)?.slopes ?? [];
  return slopes[index] ?? slopes[slopes.length - 1];
}

/** The name of a value as a button that leads to the entry that made it. */
function originElement(part) {
  const title = `To entry ${part.source}, in ${explorer.boxes[boxOfLine(part.source)].title}`;
  return make('button', { type: 'button', class: 'origin', title, onclick: () => goToLine(part.source) },
    valueName(part));
}

/** An input of an entry on its way forward. */
const inputElement = input =>
  make('li', {}, make('span', { class: 'role' }, `${input.letter} = `, originElement(input)),
    tensorElement(inputValue(input)));

/** A result of an entry; on the way back its gradient. */
function outputElement(output, isBackward) {
  const name = valueName(output);
  const label = make('span', { class: 'role' }, isBackward ? `dy = ∂L/∂${name}` : `y = ${name}`);
  if (!isBackward) return make('li', {}, label, tensorElement(output.value));
  if (!output.gradient) return make('li', {}, label, make('span', { class: 'note' }, 'nothing comes back to it'));
  const origin = output.uses > 1 ? `the sum of ${output.uses} contributions`
    : output.uses === 0 ? 'the walk back begins here' : null;
  return make('li', {}, label, tensorElement(output.gradient),
    origin && make('span', { class: 'note' }, origin));
}

/** How a contribution comes about, in numbers: `0.2612 = 0.4019 ⊙ 0.6499`. Each sign stays with what follows it. */
function productElement(entry, flow) {
  const input = entry.inputs[flow.input], slopeText = slopeOf(entry, flow.input);
  const dy = entry.outputs.length === 1 ? entry.outputs[0].gradient : null;
  const terms = [[tensorElement(flow.part, `d${input.letter}`)]];
  if (dy && input.slopeNumbers && slopeText !== '1') {
    const isMatrix = entry.rule === 'MatrixProduct', isSecond = flow.input === 1;
    const factors = [
      tensorElement(dy, 'dy'), tensorElement(input.slopeNumbers, `local derivative ${slopeText}`),
    ];
    if (isMatrix && isSecond) factors.reverse();
    terms.push(['=', factors[0]], [isMatrix ? '·' : '⊙', factors[1]]);
    const isSummed = !isMatrix && String(flow.part.s) !== String(input.slopeNumbers.s);
    if (isSummed) terms.push(['summed to its shape']);
  } else if (dy && slopeText === '1') {
    terms.push([String(dy.s) === String(flow.part.s) ? '= dy' : '= dy, as the rule says']);
  }
  if (flow.place) terms.push([`for ${flow.place}`]);
  const sign = part => typeof part === 'string' ? make('span', { class: 'sign' }, part) : part;
  return make('div', { class: 'product' },
    terms.map(term => make('span', { class: 'term' }, term.map(sign))));
}

/** The gradient of an input so far: `0.3964 + 0.2091 = 0.6055`. */
function sumElement(entry, flow) {
  const name = valueName(entry.inputs[flow.input]);
  if (flow.uses === 1) return make('p', { class: 'sum' }, `This is all of ∂L/∂${name}: it is used once.`);
  const isNumber = isSingle(flow.total) && isSingle(flow.part);
  const before = !flow.before ? ''
    : isNumber ? `${sizeText(flow.before)} + ${sizeText(flow.part)} = `.replace('+ −', '− ')
      : `from ${sizeText(flow.before)} to `;
  return make('p', { class: 'sum' }, `∂L/∂${name} so far: ${before}`,
    make('strong', {}, sizeText(flow.total)), ` (contribution ${flow.use} of ${flow.uses}).`);
}

/** An input of an entry on the way back: local derivative, contribution, running sum. */
function flowElement(entry, input, index) {
  const slopeText = slopeOf(entry, index);
  const slope = slopeText && make('p', { class: 'slope' },
    'local derivative ', make('code', {}, `∂y/∂${input.letter} = ${slopeText}`));
  const flows = entry.flows.filter(flow => flow.input === index);
  const body = flows.length === 0
    ? [make('p', { class: 'note' }, 'Nothing is passed on: no gradient is asked for here.')]
    : flows.flatMap(flow => [productElement(entry, flow), sumElement(entry, flow)]);
  return make('li', {}, make('span', { class: 'role' }, `d${input.letter}, to `, originElement(input)),
    slope, ...body);
}

/** What is to be said of an entry without inputs. */
function givenText(entry, isBackward) {
  if (entry.title !== 'variable') return 'A number that no gradient is asked for.';
  return isBackward ? 'An input of the tape: its gradient is complete.'
    : 'An input of the tape: gradients are asked for it.';
}

/** The whole card. */
function cardElements(entry, isBackward) {
  const rule = ruleOf(entry);
  const isGiven = entry.inputs.length === 0;
  const operation = make('div', { class: 'operation' }, make('strong', {}, entry.title),
    rule && make('p', { class: 'rule' }, formulas(rule.text)),
    isGiven ? make('p', { class: 'note' }, givenText(entry, isBackward)) : null);
  const inputs = make('ul', { class: 'inputs', 'aria-label': isBackward ? 'what is passed on' : 'inputs' },
    entry.inputs.map((input, index) => isBackward ? flowElement(entry, input, index) : inputElement(input)));
  const outputs = make('ul', { class: 'outputs', 'aria-label': isBackward ? 'what arrives' : 'results' },
    entry.outputs.map(output => outputElement(output, isBackward)));
  const arrow = () => make('span', { class: 'arrow', 'aria-hidden': 'true' });
  const parts = [operation, arrow(), outputs];
  if (!isGiven) parts.unshift(inputs, arrow());
  const kind = `flow ${isBackward ? 'is-backward' : 'is-forward'}${isGiven ? ' is-given' : ''}`;
  const heading = `${isBackward ? 'Backward' : 'Forward'}, entry ${entry.line}: ${entryText(entry)}`;
  return [make('h2', {}, heading), make('div', { class: kind }, parts)];
}
