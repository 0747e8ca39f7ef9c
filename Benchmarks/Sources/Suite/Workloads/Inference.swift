import Unroll

/// One step of writing text: a character goes in, a state is carried on, logits come out.
let inference = Workload(
  name: "inference-rnn-100", title: "one step of SimpleRNN(100) + Dense(65), batch 1, no gradients",
  operations: 2 * 100 * Double(vocabularySize + 100 + vocabularySize)
) { _ in
  let model = Sequential(inputShape: [nil, vocabularySize]) {
    SimpleRNN(100, stateful: true)
    Dense(vocabularySize)
  }
  for index in model.parameters.indices {
    model.parameters[index].value = filledWeight(model.parameters[index], stream: index)
  }
  let read = tokens([25, 1, 1], below: vocabularySize, stream: Stream.inputs)
    .oneHot(vocabularySize)
  // What must agree: the mean square of the logits after each of the first characters.
  let values = (0..<25).map { t in
    let logits = model(read[t])
    return (logits * logits).mean().item()
  }
  let first = read[0]
  return Session(values: values) { _ = model(first) }
}
