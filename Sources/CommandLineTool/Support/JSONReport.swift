import UnrollConsole

/// The printed table for programs: `{"command": …, "rows": [ {column: value} ]}`, a row a line.
///
/// Keys keep the order of the columns, which Foundation's encoder would not. Numbers have as many digits as
/// it takes to read the same number back; NaN and the infinities, which JSON lacks, become null.
struct JSONReport: Sendable {
  let command: String
  let table: Table

  /// The report as text, with a line break at its end.
  var text: String {
    let rows = table.rows.map { row in
      let members = zip(table.heads, row).map { head, entry in
        "\(Self.quote(head.key)): \(Self.value(entry.cell))"
      }
      return "    {" + members.joined(separator: ", ") + "}"
    }
    let list = rows.isEmpty ? "[]" : "[\n" + rows.joined(separator: ",\n") + "\n  ]"
    return "{\n  \"command\": \(Self.quote(command)),\n  \"rows\": \(list)\n}\n"
  }

  static func value(_ cell: Cell) -> String {
    switch cell {
    case .text(let text): quote(text)
    case .number(let number): number.isFinite ? "\(number)" : "null"
    case .integer(let integer): "\(integer)"
    case .bool(let bool): bool ? "true" : "false"
    case .none: "null"
    }
  }

  /// A JSON string: quotes, backslashes and control characters are escaped; the rest is UTF-8.
  static func quote(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}

extension Console {
  /// Prints a command's table, and writes the same rows as JSON where `--json` asks for them.
  ///
  /// Where the printed table is a summary, `json` holds the rows themselves.
  func report(_ table: Table, json: Table? = nil, _ arguments: ParsedArguments) throws {
    print(table.text(width: windowWidth, style: style))
    guard let path = arguments.ifDeclared(Shared.json) ?? nil else { return }
    let report = JSONReport(command: arguments.command, table: json ?? table).text
    if path == "-" { writeData(report) } else { try OutputFile(path).write(report) }
  }
}
