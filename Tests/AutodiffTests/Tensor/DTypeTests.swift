import Testing
import UnrollAutodiff

@Suite struct DTypeTests {
  private let single: Tensor = [0.1, 3]
  private let double = Tensor([0.2, 4], dtype: .float64)

  @Test func `between tensors the wider type wins`() {
    #expect(DType.promoted(.float32, .float32) == .float32)
    #expect(DType.promoted(.float32, .float64) == .float64)
    #expect(DType.promoted(.float64, .float32) == .float64)
    #expect((single + single).dtype == .float32)
    #expect((single + double).dtype == .float64)
    #expect((double * single).dtype == .float64)
    #expect((double - double).dtype == .float64)
    // A scalar tensor counts as a tensor, unlike a number.
    #expect((single * Tensor(2, dtype: .float64)).dtype == .float64)
  }

  @Test func `a float32 element is widened exactly before it meets a float64`() {
    #expect((single + double).elements == [Double(Float(0.1)) + 0.2, 7])
  }

  @Test func `numbers take the tensor's type`() {
    #expect((2 * single).dtype == .float32)
    #expect((single + 0.1).dtype == .float32)
    #expect((1 - double).dtype == .float64)
    #expect((single * 0.1).floats == [Float(0.1) * Float(0.1), 3 * Float(0.1)])
    let x = Variable(single)
    for y in [2 * x, x * 2, x / 2, 2 / x, x + 2, 2 + x, x - 2, 2 - x, pow(x, 2), pow(x, 0.5)] {
      #expect(y.dtype == .float32)
    }
  }

  @Test func `types know their names and sizes`() {
    #expect("\(DType.float32) \(DType.float64)" == "float32 float64")
    #expect(DType.float32.byteCount == 4)
    #expect(DType.float64.byteCount == 8)
  }
}
