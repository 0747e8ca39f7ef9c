@testable import UnrollSequences

/// CSV files; the same must come out, however many bytes are read at a time.
@_cdecl("LLVMFuzzerTestOneInput")
public func testCSVTable(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = input(start, count)
  func read(chunk: Int) -> String {
    outcome {
      let table = try CSVTable(bytes: bytes, file: "input", chunk: chunk)
      var text = "\(table.columns) \(table.delimiter) \(table.rowCount) \(table.numericColumns)"
      text += outcome {
        try table.checkHeader()
        return ""
      }
      for column in table.columns.prefix(3) {
        text += outcome { "\(try table.texts(in: column))" }
        text += outcome { "\(try table.numbers(in: column))" }
      }
      return text
    }
  }
  let whole = read(chunk: FileWindow.usualChunk)
  precondition(read(chunk: max(7, count / 32)) == whole, "in smaller chunks it is another file")
  return 0
}
