import Foundation
import Testing
import UnrollAutodiff
import UnrollRecurrent

@testable import UnrollLectures
@testable import UnrollTraining

@Suite struct HelloTests {
  @Test func `characters have a 1 in their place of the lecture's vocabulary`() {
    #expect(HelloWord.vocabulary == ["h", "e", "l", "o"])
    let x = HelloWord.oneOfK(HelloWord.read)
    #expect(x.shape == [1, 4, 4])
    #expect(x.elements == [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0])
    #expect(HelloWord.classes(HelloWord.expected).elements == [1, 2, 2, 3])
  }

  @Test func `without a state two of four characters cost ln 2`() {
    #expect(abs(HelloWord.smallestLossWithoutState - 0.34657359028) < 1e-11)
  }

  @Test(arguments: [0, 7, 42] as [UInt64])
  func `the network with a state says e, l, l, o, and the one without cannot`(
    _ seed: UInt64
  ) throws {
    let hello = Hello(seed: seed)
    let recurrent = try hello.train(hello.recurrent())
    #expect(recurrent.hasLearnt && recurrent.written == "hello")
    #expect(recurrent.steps.map(\.said) == ["e", "l", "l", "o"])
    #expect(recurrent.loss < 0.05)
    #expect(try #require(recurrent.learntAfter) > 0)
    #expect(recurrent.layers == "SimpleRNN → Dense" && recurrent.parameters == 24 + 16)

    let memoryless = try hello.train(hello.memoryless())
    #expect(!memoryless.hasLearnt && memoryless.written != "hello")
    #expect(memoryless.learntAfter == nil)
    for step in memoryless.steps[2...] {
      #expect(abs(step.probabilities[2] - 0.5) < 0.02 && abs(step.probabilities[3] - 0.5) < 0.02)
    }
    let excess = memoryless.loss - HelloWord.smallestLossWithoutState
    #expect(excess > 0 && excess < 0.02)
  }

  @Test func `it has learnt once everything is right for good, not once everything was right`()
    throws
  {
    func after(_ accuracies: [Double], _ network: Sequential) -> Int? {
      var history = History()
      for accuracy in accuracies { history.append([.init("accuracy", accuracy)]) }
      return HelloResult(network, history: history, loss: 0).learntAfter
    }
    let network = Hello().recurrent()
    _ = try Hello().train(network)
    #expect(after([0.5, 1, 0.75, 1, 1], network) == 3)
    #expect(after([0.75, 0.75], network) == 2)
    #expect(after([1, 1], network) == 0)
    #expect(after([0.5, 1, 1], Hello().memoryless()) == nil, "it is wrong now")
  }

  @Test func `what is written is read again, not what should have been said`() {
    let network = Hello().memoryless()
    let turn: Tensor = [[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]  // h to e, and back
    network.setWeights(["kernel": turn, "bias": .zeros([4])], of: "dense")
    let result = HelloResult(network, history: History(), loss: 0)
    #expect(result.written == "heheh")
    #expect(result.steps.map(\.said) == ["e", "h", "l", "l"])
    #expect(result.steps.map(\.isRight) == [true, false, true, false])
  }

  @Test func `a network that was not trained has probabilities, and no curves`() throws {
    let hello = Hello(epochs: 0)
    let result = try hello.train(hello.recurrent())
    #expect(abs(result.steps[0].probabilities.reduce(0, +) - 1) < 1e-6)
    let names = Hello.figures(recurrent: result, memoryless: result).map(\.name)
    #expect(names == ["hello-probabilities"])
  }
}

@Suite struct HelloUnrolledTests {
  @Test func `the pass has the loss and the gradients of the network`() {
    let network = Hello(units: 3, seed: 5).recurrent()
    let pass = HelloUnrolled(network)
    let data = Dataset(HelloWord.oneOfK(HelloWord.read), HelloWord.classes(HelloWord.expected))
    let step = TrainingStep(network, loss: .sparseCategoricalCrossentropy(fromLogits: true))(data)
    #expect(abs(pass.loss.item() - step.loss.item()) < 1e-6)
    #expect(pass.gradients.count == 5)
    for (own, gradient) in zip(pass.gradients, step.gradients) {
      #expect(own.shape == gradient.shape)
      #expect(zip(own.elements, gradient.elements).allSatisfy { abs($0 - $1) < 1e-6 })
    }
  }

  /// Wxh gives h and e a unit each, Whh carries the first unit to the second; all else is zero. So
  /// h₁ = (tanh 1, 0), h₂ = (0, tanh(1 + tanh 1)), h₃ = h₄ = 0, and each character costs ln 4.
  @Test func `the table shows the states by time step`() {
    let network = Hello(units: 2).recurrent()
    network.setWeights(
      [
        "kernel": [[1, 0], [0, 1], [0, 0], [0, 0]], "recurrent_kernel": [[0, 1], [0, 0]],
        "bias": .zeros([2]),
      ], of: "simple_rnn")
    network.setWeights(["kernel": .zeros([2, 4]), "bias": .zeros([4])], of: "dense")
    let pass = HelloUnrolled(network)
    #expect(abs(pass.loss.item() - log(4.0)) < 1e-6)
    let lines = pass.tape.table(namedOnly: true, numbers: 4).split(separator: "\n")
    func line(_ name: String) -> Substring {
      lines.first { $0.contains(" \(name) ") } ?? "no \(name)"
    }
    #expect(line("x_2").contains(" 0, 1, 0, 0 "))
    #expect(line("h_1").contains(" 0.762, 0 ") && line("h_1").hasSuffix("step 1: h → e"))
    #expect(line("h_2").contains(" 0, 0.943 ") && line("h_2").hasSuffix("step 2: e → l"))
    #expect(line("h_4").contains(" 0, 0 ") && line("h_4").hasSuffix("step 4: l → o"))
    #expect(line("L_3").contains(" 1.386 "))
    #expect(lines.count == 1 + 5 + 4 * 4 + 1)
  }
}
