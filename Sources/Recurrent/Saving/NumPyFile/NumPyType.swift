/// A type of numbers as NumPy spells it: `<f4` is little-endian, floating-point, four bytes.
struct NumPyType: Equatable {
  /// What the bytes stand for, by NumPy's letter.
  enum Kind: Character {
    case truth = "b"
    case signed = "i"
    case unsigned = "u"
    case number = "f"
  }

  let kind: Kind
  /// The size of one number in bytes.
  let width: Int
  /// Whether the byte that counts most comes first.
  let isBigEndian: Bool
}

extension NumPyType {
  /// A type by its spelling; throws, with a sentence of its own, for each type that is not an array of numbers.
  init(_ text: String) throws(NumPyFileError.Problem) {
    let order = text.first.flatMap { "<>|=".contains($0) ? $0 : nil }
    let letters = order == nil ? text[...] : text.dropFirst()
    switch letters.first {
    case "O": throw .objects
    case "S", "a", "U", "T": throw .text(type: text)
    case "V": throw .rawBytes(type: text)
    case "c": throw .complex(type: text)
    case "M", "m": throw .dates(type: text)
    default: break
    }
    let widths: [Kind: [Int]] = [
      .truth: [1], .signed: [1, 2, 4, 8], .unsigned: [1, 2, 4, 8], .number: [2, 4, 8],
    ]
    guard let kind = letters.first.flatMap(Kind.init),
      let width = widths[kind]?.first(where: { letters.dropFirst() == "\($0)" }),
      order == "<" || order == ">" || order == "|" && width == 1
    else { throw .unknownType(text) }
    self.init(kind: kind, width: width, isBigEndian: order == ">" && width > 1)
  }

  /// NumPy's spelling.
  var text: String { "\(width == 1 ? "|" : isBigEndian ? ">" : "<")\(kind.rawValue)\(width)" }
}

extension TensorFile.Content {
  /// The type in which it is written.
  var numPyType: NumPyType {
    switch self {
    case .numbers(let tensor):
      NumPyType(kind: .number, width: tensor.dtype == .float32 ? 4 : 8, isBigEndian: false)
    case .integers: NumPyType(kind: .signed, width: 4, isBigEndian: false)
    case .truths: NumPyType(kind: .truth, width: 1, isBigEndian: false)
    }
  }
}
