// Bug 10: sequences of different lengths.
//
// Expected: the answer is the last number of a sequence; zeros behind it fill all up to one length. The error ends
//           below 0.001, and a sequence has the same answer whatever it is filled up to.
// Seen:     filled up to 16 it is learnt a little; filled up to 60, the same sequences have other answers.
//
// Diagnosis: ?

import Unroll
import UnrollHunt

let task = Hunt.padded(to: 16)  // x [384, 16, 1], y [384, 1]
let model = Sequential(inputShape: [nil, 1]) {
  SimpleRNN(16)
  Dense(1)
}
let history = try model.fit(
  task.train, epochs: 40, batchSize: 32, optimizer: Adam(learningRate: 0.005),
  loss: .meanSquaredError, progress: .none)
for epoch in stride(from: 4, to: history.epochs, by: 5) {
  print("epoch \(epoch + 1)  error \(history["loss"][epoch])")
}

let long = Hunt.padded(to: 60)
print("filled up to 16: \(model.predict(task.test[..<3]).elements)")
print("filled up to 60: \(model.predict(long.test[..<3]).elements)")
Hunt.report("predictions", model.predict(task.test))
Hunt.report("longer", model.predict(long.test))
