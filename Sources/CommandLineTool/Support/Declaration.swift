/// One thing a command accepts: an `Option` (`--epochs 20`, `--quiet`) or an `Argument` (a bare word).
///
/// The declaration is the key to its value too, so a command can neither misspell a name nor mistake a type:
/// `let epochs = arguments[Self.epochs]`.
protocol Declaration: Sendable {
  /// `--epochs`, or `FILE` for an argument: how the reader writes it.
  var label: String { get }
  /// What follows an option (`N`); nil for a flag and for an argument.
  var placeholder: String? { get }
  var isArgument: Bool { get }
  /// Whether the command can't do without it.
  var isRequired: Bool { get }
  /// Whether it may be given several times.
  var isRepeated: Bool { get }
  /// Whether a second value would be a mistake, where others override the first.
  var isSingle: Bool { get }
  /// One or two sentences for `--help`.
  var help: String { get }
  /// Completes "expected …"; nil for a flag, and where any text will do.
  var expected: String? { get }
  /// Completes "for example …".
  var example: String { get }
  /// The value when nothing is given, as the reader would write it; nil when that goes without saying.
  var defaultText: String? { get }
  /// The value that was given, or the default for none. Throws the one text that can't be read.
  func value(of texts: [String]) throws(UnreadableText) -> any Sendable
}

extension Declaration {
  /// A second value overrides the first.
  var isSingle: Bool { false }

  /// An argument as the usage line shows it: `FILE`, `[FILE]` where it may be left out, `[FILE ...]`.
  var usage: String {
    let term = label + (isRepeated ? " ..." : "")
    return isRequired ? term : "[\(term)]"
  }
}

/// The text that does not stand for a value of the declared kind.
struct UnreadableText: Error { let text: String }

extension ValueKind {
  /// The value of one text, or the complaint about it.
  func readOrThrow(_ text: String) throws(UnreadableText) -> Value {
    guard let value = read(text) else { throw UnreadableText(text: text) }
    return value
  }
}
