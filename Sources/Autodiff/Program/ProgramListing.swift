import UnrollNumerics

/// What a program has to compute: the entries of a tape that its results depend on, and which of them are
/// computed together.
struct ProgramListing {
  let tape: Tape
  /// The entries that are needed, by their place on the tape.
  let isNeeded: [Bool]
  /// How often each value is used, results counted.
  private(set) var uses: [Int32]
  /// The entry that made each value.
  let makers: [Int32]
  /// Where softmax − onehot goes that is computed with a cross-entropy, by the entry of the latter.
  private(set) var errorsOfCrossEntropies: [Int32: Slot] = [:]
  /// What is added up by each sum, by the slot of its result.
  private(set) var sums: [Slot: Terms] = [:]
  /// The entries that are not computed by themselves: parts of a sum, and the like.
  private(set) var isComputedElsewhere: [Bool]

  /// A sum: matrix products, and other terms.
  struct Terms {
    var products: [Product] = []
    var others: [Slot] = []

    /// The name of the work: products that are added up are products.
    var name: String { products.isEmpty ? "add" : "matmul" }
  }

  /// A matrix product whose result is only added to others.
  struct Product {
    let operation: MatrixProduct
    let left, right: Slot
    /// The shape of the product, which may be added under another shape.
    let shape: Shape
  }

  init(_ tape: Tape, results: [Slot]) {
    self.tape = tape
    var makers = [Int32](repeating: 0, count: tape.values.count)
    var uses = [Int32](repeating: 0, count: tape.values.count)
    var isNeeded = [Bool](repeating: false, count: tape.entries.count)
    for result in results { uses[Int(result)] += 1 }
    for (index, entry) in tape.entries.enumerated().reversed() {
      for slot in entry.outputs { makers[Int(slot)] = Int32(index) }
      guard entry.outputs.contains(where: { uses[Int($0)] > 0 }) else { continue }
      isNeeded[index] = true
      for slot in tape.inputs(of: entry) { uses[Int(slot)] += 1 }
    }
    self.makers = makers
    self.uses = uses
    self.isNeeded = isNeeded
    isComputedElsewhere = [Bool](repeating: false, count: tape.entries.count)
    for index in tape.entries.indices.reversed()
    where isNeeded[index] && !isComputedElsewhere[index] {
      if tape.entries[index].operation is Add { collectSum(index) }
    }
    pairCrossEntropies()
  }

  /// A cross-entropy and its pullback share their exponentials: they are computed together.
  private mutating func pairCrossEntropies() {
    var open: [Slot: (entry: Int32, labels: IntTensor)] = [:]
    for (index, entry) in tape.entries.enumerated() where isNeeded[index] {
      if let loss = entry.operation as? SoftmaxCrossEntropy {
        open[input(of: entry)] = (Int32(index), loss.labels)
      } else if let error = entry.operation as? SoftmaxMinusOneHot,
        let loss = open.removeValue(forKey: input(of: entry)), loss.labels.isSame(as: error.labels)
      {
        errorsOfCrossEntropies[loss.entry] = entry.firstOutput
        isComputedElsewhere[index] = true
      }
    }
  }

  func entry(making slot: Slot) -> Entry { tape.entries[Int(makers[Int(slot)])] }
  func shape(of slot: Slot) -> Shape { tape.values[Int(slot)].shape }

  /// The input of an entry that has one.
  func input(of entry: Entry) -> Slot { tape.inputSlots[Int(entry.firstInput)] }

  /// `((a + b) + c) + d`, of which the sums in brackets are used nowhere else, is one sum of four terms.
  private mutating func collectSum(_ index: Int) {
    let slot = tape.entries[index].firstOutput
    let shape = shape(of: slot)
    var terms = Terms()
    var open = Array(tape.inputs(of: tape.entries[index]).reversed())
    while let term = open.popLast() {
      let maker = Int(makers[Int(term)])
      let entry = tape.entries[maker]
      if uses[Int(term)] == 1, self.shape(of: term) == shape, entry.operation is Add {
        isComputedElsewhere[maker] = true
        open += tape.inputs(of: entry).reversed()
      } else if let product = product(term, in: shape) {
        terms.products.append(product)
      } else {
        terms.others.append(term)
      }
    }
    sums[slot] = terms
  }

  /// A term that is a matrix product, or a reshaped one, and is used nowhere else.
  private mutating func product(_ term: Slot, in shape: Shape) -> Product? {
    guard self.shape(of: term) == shape else { return nil }
    var slot = term
    var makers: [Int] = []
    while uses[Int(slot)] == 1 {
      let maker = Int(self.makers[Int(slot)])
      let entry = tape.entries[maker]
      makers.append(maker)
      if entry.operation is Reshape {
        slot = input(of: entry)
      } else if let operation = entry.operation as? MatrixProduct, self.shape(of: slot).count == 2 {
        for maker in makers { isComputedElsewhere[maker] = true }
        let inputs = Array(tape.inputs(of: entry))
        return Product(
          operation: operation, left: inputs[0], right: inputs[1], shape: self.shape(of: slot))
      } else {
        return nil
      }
    }
    return nil
  }
}
