import Testing
import UnrollAutodiff

@Suite struct ComparisonsTests {
  @Test func `comparisons give truth values after broadcasting`() {
    let (a, b): (Tensor, Tensor) = ([[1, 2, 3], [4, 5, 6]], [[2], [5]])
    #expect((a .> b) == BoolTensor([false, false, true, false, false, true], shape: [2, 3]))
    #expect((a .< b) == BoolTensor([true, false, false, true, false, false], shape: [2, 3]))
    #expect((a .== b) == BoolTensor([false, true, false, false, true, false], shape: [2, 3]))
    #expect((a .> 4) == BoolTensor([false, false, false, false, true, true], shape: [2, 3]))
    #expect((a .< 2) == BoolTensor([true, false, false, false, false, false], shape: [2, 3]))
  }

  @Test func `NaN is neither larger nor smaller nor equal`() {
    let x: Tensor = [.number(.nan)]
    #expect((x .> x) == [false])
    #expect((x .< x) == [false])
    #expect((x .== x) == [false])
  }

  @Test func `a comparison of variables is recorded without a result`() {
    let tape = Tape()
    let a = tape.variable([1, 5], name: "a")
    let b = tape.variable([2, 3], name: "b")
    let mask = a .> b
    #expect(mask == [false, true])
    #expect((a .< b) == [true, false])
    #expect((a .== b) == [false, false])
    #expect(tape.count == 5)
    #expect("\(tape)".contains("greater"))
    // What is recorded after it still finds its place, and gradients walk past it.
    let y = select(mask, a, b).sum()
    let gradients = tape.gradient(of: y, for: [a, b])
    #expect(gradients[0].value == [0, 1])
    #expect(gradients[1].value == [1, 0])
  }
}
