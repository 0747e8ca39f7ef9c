extension Model {
  /// The layers, their output shapes and their numbers of weights, as Keras's `summary()` shows them.
  public func summary() -> String {
    let rows = assembly.places.map { place in
      let count = parameters[place.parameters].reduce(0) { $0 + $1.value.elementCount }
      return ["\(place.name) (\(place.layer.kind))", "\(place.outputShape)", count.grouped]
    }
    let header = ["Layer (type)", "Output Shape", "Param #"]
    let widths = header.indices.map { column in
      ([header] + rows).map { $0[column].count }.max() ?? 0
    }
    func line(_ cells: [String]) -> String {
      let padded = zip(cells, widths).map { cell, width in
        cell.padding(toLength: width)
      }
      var text = padded.joined(separator: "   ")
      while text.last == " " { text.removeLast() }
      return text
    }
    let width = widths.reduce(0, +) + 3 * (widths.count - 1)
    let (thin, thick) = (String(repeating: "-", count: width), String(repeating: "=", count: width))
    return
      ([thin, line(header), thick] + rows.map(line) + [
        thick, "Total params: \(parameterCount.grouped)",
        "Trainable params: \(trainableParameterCount.grouped)",
        "Non-trainable params: \((parameterCount - trainableParameterCount).grouped)", thin,
      ]).joined(separator: "\n")
  }
}

extension String {
  /// The text filled up with spaces.
  fileprivate func padding(toLength length: Int) -> String {
    self + String(repeating: " ", count: Swift.max(0, length - count))
  }
}
