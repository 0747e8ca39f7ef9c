/// A mistake made on purpose in a backward pass: what a pullback sees, or what it gives, is changed.
///
/// One mechanism serves two ends. A gradient check that has found an error makes the mistakes that people
/// make and sees which one leads to the same numbers. And the tests of the check make every mistake they
/// can, to see that it is caught.
///
/// Each function is given the step it changes and what would be right, and returns what to use instead.
struct Mistake {
  /// The mistake in words.
  let name: String

  /// An input as the pullback sees it.
  var input: ((BackwardStep, Int, Variable) -> Variable)?

  /// A result as the pullback sees it.
  var output: ((BackwardStep, Variable) -> Variable)?

  /// The cotangent of a result as the pullback sees it.
  var cotangent: ((BackwardStep, Variable) -> Variable)?

  /// What the pullback adds to the cotangent of an input; nil to add nothing.
  var contribution: ((BackwardStep, Int, Cotangent) -> Cotangent?)?

  init(_ name: String) { self.name = name }
}

extension Tape {
  /// The gradients of a scalar as they come out with a mistake in the backward pass.
  func gradient(of target: Slot, for sources: [Slot], with mistake: Mistake) -> [Tensor] {
    let pass = BackwardPass(self, sources: sources)
    pass.mistake = mistake
    let one = Tensor.ones(values[Int(target)].shape, dtype: values[Int(target)].dtype)
    withoutRecording { pass.run(from: target, seed: Variable(one)) }
    return sources.map { source in
      let value = values[Int(source)]
      return pass.cotangent(source)?.value ?? .zeros(value.shape, dtype: value.dtype)
    }
  }
}
