// Bug 09: the first of 30 steps.
//
// Expected: the network learns to keep the sign of the first step over 30 steps; its error ends below 0.1.
// Seen:     the error stays near 1, which is that of always answering 0. More units and more epochs change nothing.
//
// Diagnosis: ?

import Unroll
import UnrollHunt

let task = Hunt.recall(steps: 30)
let model = Sequential(inputShape: [nil, 1]) {
  SimpleRNN(
    12, activation: .sigmoid,
    recurrentInitializer: .randomNormal(standardDeviation: 0.1))
  Dense(1)
}
let history = try model.fit(
  task.train, epochs: 30, batchSize: 32, optimizer: Adam(learningRate: 0.01),
  loss: .meanSquaredError, progress: .none)
for epoch in stride(from: 4, to: history.epochs, by: 5) {
  print("epoch \(epoch + 1)  error \(history["loss"][epoch])")
}
Hunt.report("predictions", model.predict(task.test))
