// Bug 02: three kinds of waves.
//
// Expected: a network that tells slow waves from fast ones; its loss goes towards 0.
// Seen:     nearly all waves are told right, but the loss stays above 0.55, whatever the learning rate.
//
// Diagnosis: ?

import Unroll
import UnrollHunt

let task = Hunt.frequencies()
let model = Sequential(inputShape: [nil, 1]) {
  SimpleRNN(16)
  Dense(3, activation: .softmax)
}
let history = try model.fit(
  task.train, epochs: 60, optimizer: Adam(learningRate: 0.01),
  loss: .sparseCategoricalCrossentropy(fromLogits: true), metrics: [.sparseCategoricalAccuracy()],
  progress: .none)
for epoch in stride(from: 9, to: history.epochs, by: 10) {
  print(
    "epoch \(epoch + 1)  loss \(history["loss"][epoch])  accuracy \(history["accuracy"][epoch])")
}

// The probabilities of the three kinds, as the loss sees them.
let probabilities = softmax(Variable(model.predict(task.test))).value
print(probabilities[..<3])
Hunt.report("probabilities", probabilities)
