import TestSupport
import Testing
import UnrollAutodiff

@Suite struct TensorReductionsTests {
  private let x = TensorReference.numPy.reduced.tensor()

  @Test func `sums, means and maxima equal NumPy's for every set of axes`() {
    for row in TensorReference.numPy.reductions {
      let what = "axes \(row.axes?.description ?? "all"), keepDims \(row.keepDims)"
      expectClose(x.sum(axes: row.axes, keepDims: row.keepDims), row.sum.tensor(), what)
      expectClose(x.mean(axes: row.axes, keepDims: row.keepDims), row.mean.tensor(), what)
      expectClose(x.max(axes: row.axes, keepDims: row.keepDims), row.max.tensor(), what)
    }
  }

  @Test func `one axis is named as in NumPy, and counted from the end too`() {
    let x = Tensor([[1, 2, 3], [4, 5, 6]])
    #expect(x.sum(axis: 0) == [5, 7, 9])
    #expect(x.mean(axis: -1) == [2, 5])
    #expect(x.max(axis: 1, keepDims: true) == [[3], [6]])
  }

  @Test func `axes are reversed, or put in an order`() {
    let x = Tensor([[1, 2, 3], [4, 5, 6]])
    #expect(x.transposed() == [[1, 4], [2, 5], [3, 6]])
    #expect(x[0].transposed() == x[0] && Tensor(7).transposed() == Tensor(7))
    let cube = Tensor((0..<24).map(Double.init), shape: [2, 3, 4])
    let turned = cube.transposed([2, 0, 1])
    #expect(turned.shape == [4, 2, 3])
    #expect(turned[3, 1, 2].item() == cube[1, 2, 3].item())
  }

  @Test func `argmax equals NumPy's along every axis`() {
    for row in TensorReference.numPy.argmax {
      #expect(x.argmax(axis: row.axis).elements == row.places, "axis \(row.axis)")
    }
    #expect(x.argmax(axis: 1).shape == [2, 4])
  }

  @Test func `argmax gives the first of several equal elements`() {
    #expect(Tensor([[1, 3, 3], [2, 2, 2]]).argmax() == IntTensor([1, 0]))
  }

  @Test func `a view is reduced within its bounds`() {
    #expect(x[1].sum(axes: [0]) == x.sum(axes: [1])[1])
    #expect(Tensor([[1, 2], [3, 4]])[1].max().item() == 4)
    #expect(Tensor([[10, 20], [3, 4]])[1].max().item() == 4)
  }

  @Test func `a float32 sum of many numbers keeps their digits`() {
    let x = Tensor(repeating: 0.1, shape: [1_000_000])
    #expect(difference([x.sum().item()], [100_000], relative: 1e-6) == nil)
  }

  @Test func `the sum of nothing is zero`() {
    #expect(Tensor.zeros([0, 3]).sum() == Tensor(0))
    #expect(Tensor.zeros([0, 3]).sum(axes: [0]) == [0, 0, 0])
    #expect(Tensor.zeros([0, 3]).sum(axes: [1]).shape == [0])
  }

  /// The sum of 1² … n² is n (n + 1) (2n + 1) / 6.
  @Test(arguments: [1, 7, 8, 9, 24, 1001], [DType.float32, .float64])
  func `the norm of whole numbers of any count`(_ count: Int, _ dtype: DType) {
    let numbers = Tensor((1...count).map { Double($0) }, shape: [count], dtype: dtype)
    let sum = count * (count + 1) * (2 * count + 1) / 6
    expectClose(numbers.norm(), Double(sum).squareRoot())
    #expect(Tensor([1, .infinity, 2], dtype: dtype).norm() == .infinity)
    #expect(Tensor([1, .nan, 2], dtype: dtype).norm().isNaN)
  }

  @Test func `the norm neither overflows nor underflows`() {
    #expect(Tensor([3, 4]).norm() == 5)
    expectClose(Tensor([3e200, -4e200], dtype: .float64).norm(), 5e200)
    expectClose(Tensor([3e-200, 4e-200], dtype: .float64).norm(), 5e-200, absolute: 0)
    #expect(Tensor([0, 0]).norm() == 0)
    expectClose(Tensor([3e38, -3e38, 3e38, 3e38]).norm(), 6e38, absolute: 1e31)
    expectClose(Tensor([3e-44, 4e-44]).norm() / Double(Float(5e-44)), 1, absolute: 0.05)
    #expect(Tensor.zeros([0]).norm() == 0)
    #expect(Tensor([1, -.infinity]).norm() == .infinity)
    #expect(Tensor([1, .nan, 2]).norm().isNaN)
    #expect(Tensor([.nan, 1]).norm().isNaN)
  }

  @Test func `an axis out of range is refused`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Tensor.zeros([2, 3]).argmax(axis: 2)
    }
    expectSentence(result, "argmax: there is no axis 2 in shape [2, 3]; expected -2 to 1")
  }

  @Test func `argmax of an empty axis is refused`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Tensor.zeros([2, 0]).argmax()
    }
    expectSentence(result, "argmax: axis 1 of shape [2, 0] is empty")
  }
}
