import UnrollConsole

/// One column, described once for the printed table and for JSON: its title, its key, and its value in a row.
///
/// `Column("Test MSE", key: "testMSE", .scientific(2)) { .number($0.error) }`
struct Column<Row>: Sendable {
  let title: String
  let key: String
  let format: NumberFormat
  let alignment: Alignment?
  /// Whether the printed table shows it; JSON always does.
  let isPrinted: Bool
  let value: @Sendable (Row) -> Cell
  let tint: @Sendable (Row) -> Style.Tint?

  /// Numbers stand right, so that their digits line up, and everything else left, unless stated.
  enum Alignment: Sendable { case left, right }

  init(
    _ title: String, key: String, _ format: NumberFormat = .significant(4),
    alignment: Alignment? = nil, isPrinted: Bool = true,
    tint: @escaping @Sendable (Row) -> Style.Tint? = { _ in nil },
    value: @escaping @Sendable (Row) -> Cell
  ) {
    precondition(
      isLowerCamelCase(key), "column \"\(title)\": the key \"\(key)\" is not in lowerCamelCase")
    self.title = title
    self.key = key
    self.format = format
    self.alignment = alignment
    self.isPrinted = isPrinted
    self.tint = tint
    self.value = value
  }
}

/// `testMSE`, `p95`: a small letter, then letters and digits.
func isLowerCamelCase(_ key: String) -> Bool {
  guard let first = key.first, first.isASCII, first.isLowercase else { return false }
  return key.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
}
