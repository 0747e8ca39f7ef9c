import Testing

// What holds for every operation alike. The values and the gradients of an operation are tested in the
// file that bears its name.

@Suite struct EveryOperationTests {
  @Test(arguments: OperationCase.all)
  func `gradients of gradients equal JAX's and pass the exact check`(operation: OperationCase) {
    expectSecondOrder(operation)
  }

  @Test(arguments: OperationCase.all)
  func `float32 agrees with float64 to its own precision`(operation: OperationCase) {
    expectSinglePrecision(operation)
  }

  @Test(arguments: OperationCase.all)
  func `the formula agrees with the forward pass`(operation: OperationCase) {
    expectFormulas(operation)
  }

  @Test func `the table and the reference file have the same cases, each once`() {
    let names = OperationCase.all.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(Set(names) == Set(OperationReference.all.keys))
  }
}
