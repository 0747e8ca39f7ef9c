import UnrollKernels
import UnrollNumerics

/// Writes down the steps of a program, from the first entry of its tape to the last.
struct ProgramTranslation {
  private let listing: ProgramListing
  private var layouts: [Layout?]
  private(set) var writer: ProgramWriter

  init(
    _ tape: Tape, _ dtype: DType, inputs: [Slot], integers: [IntTensor], results: [Slot]
  ) throws {
    try Self.requireKnown(tape)
    try Self.requireDistinct(integers)
    listing = ProgramListing(tape, results: results)
    writer = ProgramWriter(dtype)
    layouts = []
    let inputBlocks = inputs.indices.map { writer.addBlock(.input($0)) }
    for (index, tensor) in integers.enumerated() {
      writer.integers.append((tensor, writer.addBlock(.integers(index))))
    }
    let results = results.enumerated().map { index, slot in
      let block = writer.addBlock(.result(index))
      return (slot: slot, place: Layout(dense: listing.shape(of: slot), block: block))
    }
    layouts = ProgramPlacement(listing, results: results, &writer).layouts
    let blockOfInput = Dictionary(zip(inputs, inputBlocks), uniquingKeysWith: { first, _ in first })
    for (index, entry) in tape.entries.enumerated()
    where listing.isNeeded[index] && !listing.isComputedElsewhere[index] {
      writer.operation = listing.sums[entry.firstOutput]?.name ?? entry.operation.name
      if let errors = listing.errorsOfCrossEntropies[Int32(index)] {
        try computeCrossEntropy(entry, errors)
      } else {
        try translate(entry, blockOfInput)
      }
    }
    writer.operation = "result"
    for (slot, place) in results {
      let layout = layout(of: slot)
      if !layout.isSamePlace(as: place) { writer.copy(layout, into: place) }
    }
  }

  /// Throws for an operation that programs don't know, also where its result is not needed: the pullback of
  /// one that decides by value, which may be, holds constants made of numbers.
  private static func requireKnown(_ tape: Tape) throws {
    for entry in tape.entries where entry.outputCount > 0 {
      switch entry.operation {
      case is Input, is Constant, is any ViewOperation, is any ProgramOperation: break
      default: throw ProgramError.unknownOperation(entry.operation.name)
      }
    }
  }

  /// Throws where two of the program's inputs were the same while the tape was recorded: which of them an
  /// operation meant can't be told.
  private static func requireDistinct(_ integers: [IntTensor]) throws {
    for (index, tensor) in integers.enumerated() where tensor.elementCount > 0 {
      if integers[..<index].contains(where: { $0.isSame(as: tensor) }) {
        throw ProgramError.sameIntegers
      }
    }
  }

  private func layout(of slot: Slot) -> Layout {
    guard let layout = layouts[Int(slot)] else {
      stop(
        "program: value %\(slot) is used before it is computed; this is a mistake of the library")
    }
    return layout
  }

  private mutating func translate(_ entry: Entry, _ blockOfInput: [Slot: Int]) throws {
    let slot = entry.firstOutput
    let shape = entry.outputCount > 0 ? listing.shape(of: slot) : []
    switch entry.operation {
    case is Input:
      guard let block = blockOfInput[slot] else {
        throw ProgramError.foreignInput(listing.tape.names[slot] ?? "%\(slot)")
      }
      layouts[Int(slot)] = Layout(dense: shape, block: block)
    case is Constant:
      let value = listing.tape.values[Int(slot)]
      layouts[Int(slot)] = Layout(dense: shape, block: writer.addBlock(.constant(value)))
    default:
      if let terms = listing.sums[slot] { return writeSum(terms, into: place(of: slot)) }
      try compute(entry)
    }
  }

  private mutating func compute(_ entry: Entry) throws {
    let inputs = listing.tape.inputs(of: entry).map(layout)
    if let view = entry.operation as? any ViewOperation, let views = view.views(of: inputs[0]) {
      for (slot, layout) in zip(entry.outputs, views) { layouts[Int(slot)] = layout }
      return
    }
    guard let operation = entry.operation as? any ProgramOperation else {
      throw ProgramError.unknownOperation(entry.operation.name)
    }
    let outputs = entry.outputs.map { place(of: $0) }
    try operation.write(inputs, into: outputs, &writer)
  }

  /// A cross-entropy, and how wrong the prediction is, which its pullback asks for later.
  private mutating func computeCrossEntropy(_ entry: Entry, _ errors: Slot) throws {
    guard let operation = entry.operation as? SoftmaxCrossEntropy else { return }
    try writer.softmax(
      layout(of: listing.input(of: entry)), labels: operation.labels, into: place(of: errors),
      losses: place(of: entry.firstOutput), operation.name)
  }

  /// Where a value is computed: where it was placed, or in memory of its own.
  private mutating func place(of slot: Slot) -> Layout {
    if let layout = layouts[Int(slot)] { return layout }
    let layout = writer.scratch(listing.shape(of: slot))
    layouts[Int(slot)] = layout
    return layout
  }
}

extension ProgramTranslation {
  /// A sum of matrix products and other terms: products are added up where the sum lies.
  private mutating func writeSum(_ terms: ProgramListing.Terms, into out: Layout) {
    let shapes = terms.products.map(\.shape)
    guard shapes.allSatisfy({ out.reshaped($0).map(isWritable) ?? false }) else {
      let dense = writer.scratch(out.shape)
      writeSum(terms, into: dense)
      return writer.copy(dense, into: out)
    }
    var others = terms.others.map(layout)
    var sum: Layout?
    if !terms.products.isEmpty {
      // A term that the first product can begin with needs no step of its own.
      if let index = others.firstIndex(where: { canBegin($0, shapes[0], out.shape) }) {
        sum = others.remove(at: index).broadcast(to: out.shape)
      }
      for product in joined(terms.products) {
        let target = out.reshaped(product.shape) ?? out
        writer.product(
          product.left, product.right, onto: sum.flatMap { $0.reshaped(product.shape) },
          into: target)
        sum = out
      }
    }
    for other in others {
      if let sum { writer.binary(unroll_add, sum, other, into: out) }
      sum = sum == nil ? other : out
    }
  }

  /// Whether a product can be written there: its columns lie side by side.
  private func isWritable(_ matrix: Layout) -> Bool {
    matrix.strides[1] == 1 || matrix.shape[1] == 1
  }

  private func canBegin(_ term: Layout, _ product: Shape, _ sum: Shape) -> Bool {
    guard let layout = term.broadcast(to: sum).reshaped(product) else { return false }
    return isWritable(layout)
  }

  private struct JoinedProduct {
    let left, right: Layout
    let shape: Shape
  }

  /// Products whose operands follow one another in memory are one product:
  /// `a₀ᵀb₀ + a₁ᵀb₁ + … = [a₀; a₁; …]ᵀ [b₀; b₁; …]`.
  private func joined(_ products: [ProgramListing.Product]) -> [JoinedProduct] {
    let all = products.map { product in
      let (left, right) = product.operation.operands(
        layout(of: product.left), layout(of: product.right))
      return JoinedProduct(left: left, right: right, shape: product.shape)
    }
    var result: [JoinedProduct] = []
    var start = 0
    while start < all.count {
      var end = start + 1
      var direction = 0
      while end < all.count {
        let (last, next) = (all[end - 1], all[end])
        let found = last.left.direction(to: next.left, along: 1)
        guard found != 0, direction == 0 || direction == found, next.shape == last.shape,
          last.right.direction(to: next.right, along: 0) == found
        else { break }
        direction = found
        end += 1
      }
      let (first, last, count) = (all[start], all[end - 1], end - start)
      result.append(
        JoinedProduct(
          left: first.left.joined(with: last.left, along: 1, count: count),
          right: first.right.joined(with: last.right, along: 0, count: count),
          shape: first.shape))
      start = end
    }
    return result
  }
}
