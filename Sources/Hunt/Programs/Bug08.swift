// Bug 08: a sum over 40 steps.
//
// Expected: a linear network learns to add up 40 numbers; its error ends below 0.05.
// Seen:     the training stops, because numbers are no longer finite.
//
// Diagnosis: ?

import Unroll
import UnrollHunt

let task = Hunt.sums()
let model = Sequential(inputShape: [nil, 1]) {
  SimpleRNN(8, activation: .linear, recurrentInitializer: .identity(gain: 1.1))
  Dense(1)
}
do {
  let history = try model.fit(
    task.train, epochs: 40, batchSize: 16, optimizer: SGD(learningRate: 0.01),
    loss: .meanSquaredError, progress: .none)
  for epoch in stride(from: 4, to: history.epochs, by: 5) {
    print("epoch \(epoch + 1)  error \(history["loss"][epoch])")
  }
} catch {
  print(error)
}
Hunt.report("predictions", model.predict(task.test))
