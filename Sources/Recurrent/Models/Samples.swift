import UnrollAutodiff
import UnrollNumerics

/// Data for a model, the batch in front: numbers, token ids, or several of these.
public enum Samples: Sendable {
  /// Numbers, `[samples, …]`.
  case numbers(Tensor)
  /// Token ids or class labels, `[samples, …]`.
  case tokens(IntTensor)
  /// Several inputs, each with as many samples: the source and the target of a translation.
  case several([Samples])

  /// The number of samples.
  public var count: Int {
    switch self {
    case .numbers(let x): x.shape.first ?? 0
    case .tokens(let x): x.shape.first ?? 0
    case .several(let parts): parts.first?.count ?? 0
    }
  }

  /// Whether there is a batch axis, the same for all parts; a scalar has none.
  public var hasBatch: Bool {
    switch self {
    case .numbers(let x): !x.shape.isEmpty
    case .tokens(let x): !x.shape.isEmpty
    case .several(let parts):
      !parts.isEmpty && parts.allSatisfy { $0.hasBatch && $0.count == parts[0].count }
    }
  }

  /// The shape, or the shapes, as text for messages.
  public var shapes: String {
    switch self {
    case .numbers(let x): "\(x.shape)"
    case .tokens(let x): "\(x.shape)"
    case .several(let parts): parts.map(\.shapes).joined(separator: " and ")
    }
  }

  /// Some of the samples, in the given order. Stops with a sentence where an index names no sample.
  public func samples(at indices: IntTensor) -> Samples {
    switch self {
    case .numbers(let x): .numbers(x.rows(at: indices))
    case .tokens(let x): .tokens(x.rows(at: indices))
    case .several(let parts): .several(parts.map { $0.samples(at: indices) })
    }
  }

  /// A run of samples. Stops with a sentence where there are no such samples.
  public func samples(_ range: Range<Int>) -> Samples {
    switch self {
    case .numbers(let x): .numbers(x[range])
    case .tokens(let x): .tokens(x.rows(range))
    case .several(let parts): .several(parts.map { $0.samples(range) })
    }
  }

  /// The same data as a model takes it in; on a tape under a name, if there is one, so that a number that
  /// is not finite is found in the data too.
  public func input(on tape: Tape? = nil, name: String = "inputs") -> ModelInput {
    switch self {
    case .numbers(let x): .numbers(tape?.variable(x, name: name) ?? Variable(x))
    case .tokens(let x): .tokens(x)
    case .several(let parts): .several(parts.map { $0.input(on: tape, name: name) })
    }
  }
}

/// What a model is called with: ``Samples`` whose numbers may lie on a tape.
public enum ModelInput {
  /// Numbers, `[batch, …]`.
  case numbers(Variable)
  /// Token ids, `[batch, …]`.
  case tokens(IntTensor)
  /// Several inputs.
  case several([ModelInput])

  /// The shape, or the shapes, as text for messages.
  var shapes: String {
    switch self {
    case .numbers(let x): "\(x.shape)"
    case .tokens(let x): "\(x.shape)"
    case .several(let parts): parts.map(\.shapes).joined(separator: " and ")
    }
  }
}
