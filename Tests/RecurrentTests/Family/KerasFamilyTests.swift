import Testing
import UnrollAutodiff
import UnrollRecurrent

/// Every recurrent layer, wrapper and option, beside Keras: outputs, states and all gradients.
@Suite struct KerasFamilyTests {
  static let cases =
    FamilyFile.named("keras_recurrent").cases + FamilyFile.named("keras_layers").cases

  @Test(arguments: cases)
  func `a layer gives Keras's numbers in float64`(test: FamilyCase) throws {
    try expectEqual(FamilyRun(test), test) { relativeError($0, $1) <= 1e-12 }
  }

  @Test(arguments: cases)
  func `a layer gives Keras's numbers in float32`(test: FamilyCase) throws {
    try expectEqual(FamilyRun(test, dtype: .float32), test) { found, expected in
      found.map { error($0, expected.tensor) <= 1e-5 } ?? false
    }
  }

  @Test func `there are more than 150 cases, more than 30 with masks or options`() {
    #expect(Self.cases.count >= 150)
    let special = Self.cases.filter { test in
      test.mask != nil || test.dropoutMask != nil || test.recurrentDropoutMask != nil
        || test.before != nil || test.initialState != nil
    }
    #expect(special.count >= 30)
    print("Keras: \(Self.cases.count) cases, \(special.count) with masks, states or dropout")
  }

  private func expectEqual(
    _ run: FamilyRun, _ test: FamilyCase,
    _ isClose: (_ found: Tensor?, _ expected: FamilyCase.Numbers) -> Bool
  ) {
    func expect(_ found: Tensor?, _ expected: FamilyCase.Numbers, _ what: String) {
      #expect(
        isClose(found, expected),
        "\(test.name): \(what) differs by \(relativeError(found, expected))")
    }
    expect(run.output, test.output, "the output")
    for (name, state) in test.states ?? [:] { expect(run.states[name], state, "state \(name)") }
    for (name, value) in test.updated ?? [:] {
      let short = name.split(separator: "/").last.map(String.init) ?? name
      expect(run.updated[short], value, name)
    }
    if let before = test.before { expect(run.before, before.output, "the output before") }
    #expect(!test.gradients.isEmpty)
    for (name, gradient) in test.gradients {
      expect(run.gradients[name], gradient, "the gradient of \(name)")
    }
  }
}
