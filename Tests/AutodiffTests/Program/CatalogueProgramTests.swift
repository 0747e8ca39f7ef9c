import Testing

@testable import UnrollAutodiff

/// Every operation of the library, recorded at one point and run at another.
@Suite struct CatalogueProgramTests {
  /// The subjects that can't be made programs, with the operation at which it fails. Those that decide by
  /// value are among them: their pullbacks hold constants that come from numbers.
  static let refused: [String: String] = [
    "power (whole exponent)": "power", "power (negative exponent)": "power",
    "power (fraction)": "power", "power": "power", "power (broadcast)": "power",
    "abs": "abs", "maximum": "maximum", "maximum (broadcast)": "maximum", "minimum": "minimum",
    "select": "select", "select (broadcast)": "select", "greater": "select", "less": "select",
    "equal": "select", "choose": "choose", "choose (broadcast)": "choose", "notEqual": "notEqual",
    "tokensNotEqual": "tokensNotEqual", "cast": "cast", "max": "max", "max (axis)": "max",
    "max (two axes)": "max",
    "logSumExp": "logSumExp", "logSumExp (axis)": "logSumExp",
    "softmax (axis)": "softmax along axis 1",
    "logSoftmax": "logSoftmax", "logSoftmax (axis)": "logSoftmax",
    "softmaxCrossEntropy (target)": "logSoftmax",
  ]

  private func run(_ subject: CheckSubject, gradientsOnly: Bool, dtype: DType = .float64) {
    func point(_ seed: UInt64) -> [Tensor] { subject.point(seed: seed).map { $0.cast(to: dtype) } }
    let isSingle = dtype == .float32
    do {
      let run = try ProgramRun(at: point(1), gradientsOnly: gradientsOnly) { x, _ in
        subject.results(x)
      }
      for seed in [2, 3, 1] as [UInt64] {
        run.expectEqual(
          at: point(seed), relative: isSingle ? 1e-5 : 1e-12, absolute: isSingle ? 1e-5 : 1e-14,
          subject.name)
      }
      #expect(Self.refused[subject.name] == nil, "\(subject.name) is a program")
    } catch ProgramError.unknownOperation(let name) {
      #expect(Self.refused[subject.name] == name, "\(subject.name) stopped at \(name)")
    } catch {
      Issue.record("\(subject.name): \(error)")
    }
  }

  @Test(arguments: CheckSubject.operations)
  func `a program gives at another point what a tape gives there, or is refused`(
    subject: CheckSubject
  ) {
    run(subject, gradientsOnly: false)
  }

  /// But for the cast, whose result is in float64.
  @Test(arguments: CheckSubject.operations.filter { $0.name != "cast" })
  func `a program in float32 does the same`(subject: CheckSubject) {
    run(subject, gradientsOnly: false, dtype: .float32)
  }

  /// Without the value among the results, the operation itself may not be needed, only its pullback.
  @Test(arguments: CheckSubject.operations)
  func `a program of gradients alone is right at another point, or refused`(
    subject: CheckSubject
  ) {
    run(subject, gradientsOnly: true)
  }

  @Test func `the names of what is refused are names of subjects`() {
    let names = Set(CheckSubject.operations.map(\.name))
    #expect(Set(Self.refused.keys).subtracting(names) == [])
  }
}
