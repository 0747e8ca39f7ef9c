import UnrollAutodiff
import UnrollNumerics

/// A cell whose weights other libraries know in another layout.
public protocol TranslatableCell: RecurrentCell {
  /// How many biases this library keeps: two for a ``GRUCell`` with `resetAfter`, where the one inside
  /// the reset gate's product can't be added to the other.
  var biasCount: Int { get }
}

extension SimpleRNNCell: TranslatableCell {
  public var biasCount: Int { useBias ? 1 : 0 }
}

extension LSTMCell: TranslatableCell {
  public var biasCount: Int { useBias ? 1 : 0 }
}

extension GRUCell: TranslatableCell {
  public var biasCount: Int { useBias ? resetAfter ? 2 : 1 : 0 }
}

extension RNN where Cell: TranslatableCell {
  /// This layer's weights out of another library's, by the library's names: `weight_ih_l0` and so on.
  ///
  /// Where the other library keeps two biases and this one needs one, it is their sum. The result is what
  /// ``Model/setWeights(_:of:)`` takes. Stops with a sentence where a tensor is missing, too many, or of
  /// another shape, or the library has no such cell.
  public func weights(
    _ tensors: [String: Tensor], from convention: WeightConvention
  ) -> [String: Tensor] {
    let translation = WeightTranslation(cell, convention)
    return translation.imported(tensors)
  }

  /// Another library's weights out of this layer's, by the library's names.
  ///
  /// Where the other library keeps two biases and this one has one, the second is zero. Stops with a sentence
  /// where a tensor is missing or of another shape, or the library has no such cell.
  public func weights(
    _ tensors: [String: Tensor], to convention: WeightConvention
  ) -> [String: Tensor] {
    let translation = WeightTranslation(cell, convention)
    return translation.exported(tensors)
  }
}

/// The translation of one cell's weights to and from one library's layout.
struct WeightTranslation {
  private let layout: WeightLayout
  private let ours: [Gate]
  private let theirs: [Gate]
  private let units: Int
  private let biasCount: Int
  private let title: String
  /// Where the library keeps its gates apart.
  private let flax: FlaxGates?

  init(_ cell: some TranslatableCell, _ convention: WeightConvention) {
    if let obstacle = Self.obstacle(cell, convention) { stop("weights: \(obstacle)") }
    let family = GatedFamily(cell)
    layout = .of(convention)
    theirs = layout.gates(family) ?? []
    ours = WeightLayout.of(.keras).gates(family) ?? []
    units = cell.units
    biasCount = cell.biasCount
    title = "\(convention.title)'s \(family.rawValue)"
    flax = convention == .flax ? FlaxGates(family, ours, hasBias: biasCount > 0) : nil
  }

  /// Why the library has no such cell; nil where it has.
  static func obstacle(_ cell: some TranslatableCell, _ convention: WeightConvention) -> String? {
    let family = GatedFamily(cell)
    if WeightLayout.of(convention).gates(family) == nil {
      return "\(convention.title) has no \(family.rawValue)"
    }
    if let gru = cell as? GRUCell, !gru.resetAfter, convention == .pyTorch || convention == .flax {
      return
        "\(convention.title)'s GRU resets after the product; this layer needs resetAfter: true"
    }
    return nil
  }

  // MARK: From another library

  func imported(_ tensors: [String: Tensor]) -> [String: Tensor] {
    requireNoOthers(tensors)
    if let flax { return flax.together(tensors) }
    let shapes = WeightShapes(
      layout, gates: theirs.count, units: units, biasCount: biasCount, title)
    let kernel = tensor(layout.names.kernel, tensors)
    let recurrent = tensor(layout.names.recurrent, tensors)
    let biases = biasCount > 0 ? layout.names.biases.map { tensor($0, tensors) } : []
    shapes.requireOneDirection(layout.names.kernel, kernel.shape)
    // The recurrent matrix first: its shape tells how many units there are.
    shapes.requireMatrix(layout.names.recurrent, recurrent.shape, isRecurrent: true)
    shapes.requireMatrix(layout.names.kernel, kernel.shape, isRecurrent: false)
    for (name, bias) in zip(layout.names.biases, biases) { shapes.requireBias(name, bias.shape) }

    var result = ["kernel": matrix(kernel), "recurrent_kernel": matrix(recurrent)]
    if biasCount > 0 {
      let rows = biasRows(biases).map { reordered($0, axis: 0, from: theirs, to: ours) }
      result["bias"] =
        biasCount == 2
        ? stack([Variable(rows[0]), Variable(rows.count > 1 ? rows[1] : rows[0] * 0)]).value
        : rows.dropFirst().reduce(rows[0], +)
    }
    return result
  }

  /// Stops with a sentence where there are tensors that this layer has no place for: another layer's, another
  /// direction's, or biases where it has none.
  private func requireNoOthers(_ tensors: [String: Tensor]) {
    let known =
      flax?.names
      ?? [layout.names.kernel, layout.names.recurrent] + (biasCount > 0 ? layout.names.biases : [])
    let others = tensors.keys.filter { !known.contains($0) }.sorted()
    require(
      others.isEmpty,
      """
      weights: a layer takes \(known.joined(separator: ", ")) of \(title), one layer and one direction, but \
      got \(others.joined(separator: ", ")) too\(biasCount == 0 ? "; it has useBias: false" : "")
      """)
  }

  /// A matrix of theirs as one of ours: `[inputs, gates·units]`.
  private func matrix(_ tensor: Tensor) -> Tensor {
    let plain = layout.hasDirections ? tensor[0] : tensor
    let upright = layout.isTransposed ? Variable(plain).transposed().value : plain
    return reordered(upright, axis: 1, from: theirs, to: ours)
  }

  /// The biases, one row for each that the library keeps, in its order of gates.
  private func biasRows(_ found: [Tensor]) -> [Tensor] {
    switch layout.biases {
    case .one where found[0].rank == 2: (0..<found[0].shape[0]).map { found[0][$0] }
    case .one, .two: found
    case .joined: split(Variable(found[0][0]), into: 2).map(\.value)
    }
  }

  private func tensor(_ name: String, _ tensors: [String: Tensor]) -> Tensor {
    guard let tensor = tensors[name] else {
      stop(
        """
        weights: \(title) has \(([layout.names.kernel, layout.names.recurrent] + layout.names.biases)
          .joined(separator: ", ")), but \(name) is not among \
        \(tensors.keys.sorted().joined(separator: ", "))
        """)
    }
    return tensor
  }

  // MARK: To another library

  func exported(_ tensors: [String: Tensor]) -> [String: Tensor] {
    func ours(_ name: String) -> Tensor {
      guard let tensor = tensors[name] else {
        stop("weights: there is no \(name) among \(tensors.keys.sorted().joined(separator: ", "))")
      }
      return tensor
    }
    let shapes = WeightShapes(
      .of(.keras), gates: self.ours.count, units: units, biasCount: biasCount, "this layer")
    shapes.requireMatrix("recurrent_kernel", ours("recurrent_kernel").shape, isRecurrent: true)
    shapes.requireMatrix("kernel", ours("kernel").shape, isRecurrent: false)
    if biasCount > 0 { shapes.requireBias("bias", ours("bias").shape) }
    if let flax { return flax.apart(tensors) }
    var result = [
      layout.names.kernel: foreign(ours("kernel")),
      layout.names.recurrent: foreign(ours("recurrent_kernel")),
    ]
    if biasCount > 0 {
      let bias = ours("bias")
      let rows = (bias.rank == 2 ? (0..<2).map { bias[$0] } : [bias])
        .map { reordered($0, axis: 0, from: self.ours, to: theirs) }
      let both = rows.count == 2 ? rows : [rows[0], rows[0] * 0]
      switch layout.biases {
      case .one:
        result[layout.names.biases[0]] =
          rows.count == 2 ? stack(rows.map { Variable($0) }).value : rows[0]
      case .two: for (name, row) in zip(layout.names.biases, both) { result[name] = row }
      case .joined:
        let joined = concatenate(both.map { Variable($0) }).value
        result[layout.names.biases[0]] = joined.reshaped([1, joined.elementCount])
      }
    }
    return result
  }

  /// A matrix of ours as one of theirs.
  private func foreign(_ tensor: Tensor) -> Tensor {
    let ordered = reordered(tensor, axis: 1, from: ours, to: theirs)
    let upright = layout.isTransposed ? Variable(ordered).transposed().value : ordered
    return layout.hasDirections ? upright.reshaped(Shape([1] + Array(upright.shape))) : upright
  }

  /// The blocks of one axis, a block for each gate, in another order.
  private func reordered(_ tensor: Tensor, axis: Int, from: [Gate], to: [Gate]) -> Tensor {
    let blocks = split(Variable(tensor), into: from.count, axis: axis)
    let places = to.compactMap { from.firstIndex(of: $0) }
    return concatenate(places.map { blocks[$0] }, axis: axis).value
  }
}
