import TestSupport
import Testing
import UnrollAutodiff

@Suite struct VariableTests {
  @Test func `a variable shows its value, shape and type`() {
    let x = Variable([[1, 2, 3]])
    #expect(x.shape == [1, 3])
    #expect(x.dtype == .float32)
    #expect("\(x)" == "[[1, 2, 3]]")
    #expect(Variable(2.5, dtype: .float64).item() == 2.5)
    #expect(Variable(2.5, dtype: .float64).dtype == .float64)
  }

  @Test func `constants are not differentiated`() {
    let tape = Tape()
    let x = tape.variable([1, 2])
    let c = Variable([3, 4])
    let y = (x * c).sum()
    // The constant stands on the tape as an entry, and yet is none of the tape's variables.
    #expect(tape.count == 4)
    #expect(c.tape == nil)
    #expect(tape.gradient(of: y, for: x).value == [3, 4])
  }

  @Test func `a tensor put on the tape stays as it was when the original changes`() {
    let tape = Tape()
    var original: Tensor = [1, 2]
    let x = tape.variable(original)
    let y = (x * x).sum()
    original[0] = Tensor(100)
    #expect(x.value == [1, 2])
    #expect(tape.gradient(of: y, for: x).value == [2, 4])
  }

  @Test func `item of many elements is refused`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Variable(.zeros([2, 3])).item()
    }
    expectSentence(
      result, "item: expected a tensor with one element; this one has shape [2, 3]")
  }
}
