import TestSupport
import Testing
import UnrollAutodiff

enum ShapeChangeCases {
  private static let orders: [[Int]] = [
    [0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0],
  ]

  static let transpose =
    [OperationCase("transpose") { $0[0].transposed() }]
    + orders.map { order in
      OperationCase("transpose \(order)") { $0[0].transposed(order) }
    }
  static let reshape = [
    OperationCase("reshape") { $0[0].reshaped([4, 6]) },
    OperationCase("reshape, to a scalar") { $0[0].reshaped([]) },
    OperationCase("reshape, empty") { $0[0].reshaped([3, 0]) },
  ]
  static let broadcast = [
    OperationCase("broadcast") { $0[0].broadcast(to: [2, 3, 4]) },
    OperationCase("broadcast, from a scalar") { $0[0].broadcast(to: [2, 3]) },
    OperationCase("broadcast, inner axis") { $0[0].broadcast(to: [2, 3, 2]) },
  ]
  static let summed = [
    OperationCase("summed to a column") { $0[0].summed(to: [3, 1]) },
    OperationCase("summed to a row") { $0[0].summed(to: [4]) },
    OperationCase("summed to a scalar") { $0[0].summed(to: []) },
    OperationCase("summed to size 1 axes") { $0[0].summed(to: [1, 3, 1]) },
  ]

  static let all = transpose + reshape + broadcast + summed
}

@Suite struct TransposeTests {
  @Test(arguments: ShapeChangeCases.transpose)
  func `transpose equals JAX's values`(operation: OperationCase) {
    expectValues(operation)
  }

  @Test(arguments: ShapeChangeCases.transpose)
  func `transpose passes the gradient check`(operation: OperationCase) {
    expectGradients(operation)
  }

  @Test func `transpose rejects what is no order of the axes`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Variable(.zeros([2, 3, 4])).transposed([0, 2, 2])
    }
    expectSentence(
      result, "transpose: [0, 2, 2] is not an order of the 3 axes of shape [2, 3, 4]")
  }
}

@Suite struct ReshapeTests {
  @Test(arguments: ShapeChangeCases.reshape)
  func `reshape equals JAX's values`(operation: OperationCase) {
    expectValues(operation)
  }

  @Test(arguments: ShapeChangeCases.reshape)
  func `reshape passes the gradient check`(operation: OperationCase) {
    expectGradients(operation)
  }

  @Test func `reshape rejects another number of elements`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Variable(.zeros([2, 3])).reshaped([4, 2])
    }
    expectSentence(result, "reshape: [2, 3] has 6 elements, but [4, 2] would have 8")
  }
}

@Suite struct BroadcastTests {
  @Test(arguments: ShapeChangeCases.broadcast)
  func `broadcast equals JAX's values`(operation: OperationCase) {
    expectValues(operation)
  }

  @Test(arguments: ShapeChangeCases.broadcast)
  func `broadcast passes the gradient check`(operation: OperationCase) {
    expectGradients(operation)
  }

  @Test func `broadcast rejects a shape that is no repetition`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Variable(.zeros([2, 3])).broadcast(to: [3])
    }
    expectSentence(result, "broadcast: [2, 3] can't be repeated to [3]")
  }

  @Test func `broadcasting keeps infinities, NaN and the sign of zero`() {
    let y = Variable([[.number(.infinity)], [.number(.nan)], [.number(-0.0)]]).broadcast(to: [3, 2])
    #expect(y.value.elements[..<2] == [.infinity, .infinity])
    #expect(y.value.elements[2].isNaN)
    #expect(y.value.elements[4].sign == .minus)
  }
}

@Suite struct SummedTests {
  @Test(arguments: ShapeChangeCases.summed)
  func `summed equals JAX's values`(operation: OperationCase) {
    expectValues(operation)
  }

  @Test(arguments: ShapeChangeCases.summed)
  func `summed passes the gradient check`(operation: OperationCase) {
    expectGradients(operation)
  }

  @Test func `summed rejects a shape that was not repeated`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Variable(.zeros([2, 3])).summed(to: [2])
    }
    expectSentence(result, "sumTo: can't broadcast [2] with [2, 3]")
  }
}
