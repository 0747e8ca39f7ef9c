import Testing
import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent
import UnrollTraining

/// What training steps ask for: blocks are counted, no clock and no process is looked at.
@Suite struct StepMemoryTests {
  /// The lectures' network for reviews, smaller.
  private func reviews(words: Int, width: Int) -> Sequential {
    Sequential(inputShape: [nil]) {
      Embedding(words, width)
      SimpleRNN(width)
      Dense(1)
    }
  }

  private func batch(_ size: Int, _ steps: Int, words: Int) -> Dataset {
    let tokens = (0..<(size * steps)).map { ($0 * 7919) % words }
    return Dataset(
      IntTensor(tokens, shape: [size, steps]),
      Tensor((0..<size).map { Double($0 % 2) }, shape: [size, 1]))
  }

  /// Whether blocks wait for the next of their size; not where a sanitizer wants to see them freed.
  private static var blocksWait: Bool {
    for _ in 0..<2 { _ = Tensor.zeros([1000]) }
    let before = MemoryCount.current
    _ = Tensor.zeros([1000])
    return (MemoryCount.current - before).fresh == 0
  }

  @Test(.enabled(if: blocksWait), arguments: [true, false])
  func `a thousand steps ask the system for no more memory than the first`(
    asProgram: Bool
  ) {
    let model = reviews(words: 50, width: 6)
    let step = TrainingStep(model, loss: .binaryCrossentropy(fromLogits: true))
    var state = OptimizerState(RMSprop(), for: model.parameters)
    let data = batch(5, 7, words: 50)
    func takeStep() -> MemoryCount {
      let before = MemoryCount.current
      let result = asProgram ? step(data) : step.recorded(data)
      state.apply(RMSprop(), to: &model.assembly.parameters, gradients: result.gradients)
      return MemoryCount.current - before
    }
    for _ in 0..<3 { _ = takeStep() }
    let first = takeStep()
    #expect(first.fresh == 0)
    for index in 0..<1000 where takeStep() != first { Issue.record("step \(index) differs") }
  }

  @Test(arguments: ["sgd", "rmsprop"], [false, true])
  func `the memory of a step does not depend on the size of a table`(
    _ name: String, asProgram: Bool
  ) {
    let rule: any Optimizer = name == "sgd" ? SGD() : RMSprop()
    func memory(words: Int, threads: Int) -> MemoryCount {
      let model = reviews(words: words, width: 6)
      let loss = Loss.binaryCrossentropy(fromLogits: true)
      let step = TrainingStep(model, loss: loss, threads: threads, optimizer: rule)
      var state = OptimizerState(rule, for: model.parameters)
      let data = batch(5, 7, words: 1000)
      var before = MemoryCount.current
      for index in 0..<6 {
        // The first step makes the program.
        if index == 1 { before = .current }
        let result = asProgram ? step(data) : step.recorded(data)
        state.apply(
          rule, to: &model.assembly.parameters, compactGradients: result.compactGradients)
      }
      return MemoryCount.current - before
    }
    for threads in [1, 2] {
      let (small, large) = (
        memory(words: 1000, threads: threads), memory(words: 90_000, threads: threads)
      )
      #expect(large.bytes == small.bytes && large.allocations == small.allocations)
      #expect(large.bytes < 90_000 * 6 * 4, "five steps need less than one copy of the table")
    }
  }

  @Test func `a program needs little more memory than the values of the forward pass`() throws {
    for (size, steps, width) in [(4, 20, 8), (3, 50, 5), (32, 10, 16)] {
      let model = reviews(words: 20, width: width)
      let data = batch(size, steps, words: 20)
      guard case .tokens(let tokens) = data.inputs else { return }
      let tape = Tape()
      let before = MemoryCount.current
      let weights = model.variables(on: tape)
      let prediction = model.call(.tokens(tokens), weights, Run(tape: tape, isTraining: true))
      let target = tape.variable(data.y)
      let loss = sigmoidCrossEntropy(prediction, target: target).mean()
      let saved = (MemoryCount.current - before).bytes
      let gradients = tape.gradient(of: loss, for: weights, recorded: true)
      let program = try Program(
        tape, inputs: weights + [target], integers: [tokens], results: [loss] + gradients)
      #expect(Double(program.scratchByteCount) <= 1.25 * Double(saved))
    }
  }

  @Test func `memory and calls of a program are proportional to the length of a sequence`() throws {
    func costs(steps: Int) -> (bytes: Int, calls: Int) {
      let model = Sequential(inputShape: [nil, 1]) {
        SimpleRNN(8)
        Dense(1)
      }
      let data = Dataset(Tensor.ones([2, steps, 1]), .ones([2, 1]))
      let step = TrainingStep(model, loss: .meanSquaredError)
      let before = MemoryCount.current
      _ = step(data)
      return ((MemoryCount.current - before).bytes, step.costs(data).reduce(0) { $0 + $1.calls })
    }
    let (short, long) = (costs(steps: 100), costs(steps: 1000))
    #expect(long.bytes < 11 * short.bytes)
    #expect(long.calls < 11 * short.calls)
  }
}
