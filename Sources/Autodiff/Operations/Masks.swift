import UnrollNumerics

// Masks as values of the tape, ones and zeros. A ``BoolTensor`` is made of the numbers of one batch; where a recording is to
// hold for every batch of its shape, what counts has to be computed on the tape from the inputs.

/// One of two tensors, element by element, as a mask on the tape says: ``Select`` for masks that may be others next time.
///
/// `y = a where mask > 0, else b`, `da = dy where mask > 0, else 0`, `db = 0 where mask > 0, else dy`, `dmask = 0`
package struct Choose: Operation {
  package var name: String { "choose" }

  package func outputShapes(_ x: [Shape]) -> [Shape] {
    [broadcastShape(broadcastShape(x[1], x[2], name), x[0], name)]
  }

  package func formula<Number: Scalar>(_ x: [Grid<Number>]) -> [Grid<Number>]? {
    [
      Grid(outputShapes(x.map(\.shape))[0]) { place in
        x[0][broadcastTo: place].real > 0 ? x[1][broadcastTo: place] : x[2][broadcastTo: place]
      }
    ]
  }

  package func forward(_ x: [Tensor]) -> [Tensor] {
    let shape = outputShapes(x.map(\.shape))[0]
    let all = x.map { $0.broadcast(to: shape).elements }
    let elements = all[0].indices.map { all[0][$0] > 0 ? all[1][$0] : all[2][$0] }
    return [Tensor(elements, shape: shape, dtype: x[1].dtype)]
  }

  package func pullback(_ step: BackwardStep) {
    guard let dy = step.cotangent(0) else { return }
    let (mask, none) = (step.input(0), Variable(0, dtype: dy.dtype))
    if step.needs(1) {
      step.add(.dense(choose(mask, dy, none).summed(to: step.input(1).shape)), to: 1)
    }
    if step.needs(2) {
      step.add(.dense(choose(mask, none, dy).summed(to: step.input(2).shape)), to: 2)
    }
  }
}

/// Where elements are not a certain number, as ones and zeros; NaN stands for NaN.
///
/// `y = 1 where x ≠ number, else 0`, `dx = 0`
package struct NotEqual: Operation {
  /// The number, which leads to zeros.
  package let number: Double

  package var name: String { "notEqual" }
  package var detail: String { "to \(number.significant(6))" }

  package func outputShapes(_ x: [Shape]) -> [Shape] { x }

  package func formula<Number: Scalar>(_ x: [Grid<Number>]) -> [Grid<Number>]? {
    x.map { $0.map { isOther($0.real, Number(number).real) ? .one : .zero } }
  }

  package func forward(_ x: [Tensor]) -> [Tensor] {
    // A value like −9.9 is another number in float32.
    x.map { x in
      let number = Tensor(number, dtype: x.dtype).item()
      return x.mapped { isOther($0, number) ? 1 : 0 }
    }
  }

  package func pullback(_ step: BackwardStep) {}

  private func isOther(_ x: Double, _ number: Double) -> Bool {
    x != number && !(x.isNaN && number.isNaN)
  }
}

/// Where token ids or classes are not a certain one, as ones and zeros in the type of the input, of which nothing else is
/// used.
///
/// `y[i] = 1 where ids[i] ≠ id, else 0`, `dx = 0`
package struct TokensNotEqual: Operation {
  /// The ids that are compared.
  package let ids: IntTensor
  /// The id that leads to zeros.
  package let id: Int

  package var name: String { "tokensNotEqual" }
  package var detail: String { "to \(id)" }

  package func outputShapes(_ x: [Shape]) -> [Shape] { [ids.shape] }

  package func formula<Number: Scalar>(_ x: [Grid<Number>]) -> [Grid<Number>]? {
    [Grid(ids.shape, ids.elements.map { $0 == id ? .zero : .one })]
  }

  package func forward(_ x: [Tensor]) -> [Tensor] {
    [Tensor(ids.elements.map { $0 == id ? 0 : 1 }, shape: ids.shape, dtype: x[0].dtype)]
  }

  package func pullback(_ step: BackwardStep) {}
}

/// Elements of `a` where the mask is above 0 and of `b` elsewhere; all three are broadcast.
package func choose(_ mask: Variable, _ a: Variable, _ b: Variable) -> Variable {
  apply(Choose(), [mask, a, b])[0]
}

/// Ones where elements are not a number, and zeros.
package func notEqual(_ x: Variable, _ number: Double) -> Variable {
  apply(NotEqual(number: number), [x])[0]
}

/// Ones where ids are not a certain one, and zeros: in the type of a variable, and on its tape.
package func notEqual(_ ids: IntTensor, _ id: Int, like x: Variable) -> Variable {
  apply(TokensNotEqual(ids: ids, id: id), [x])[0]
}

extension BoolTensor {
  /// Whether both are the very same truth values in memory, under whatever shape.
  package func isSame(as other: BoolTensor) -> Bool {
    elements.withUnsafeBufferPointer { own in
      other.elements.withUnsafeBufferPointer {
        own.baseAddress == $0.baseAddress && own.count == $0.count
      }
    }
  }
}
