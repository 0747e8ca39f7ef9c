import Foundation
import Testing
import UnrollSequences

@Suite struct CSVTableTests {
  @Test func `names and numbers are read by column`() throws {
    let table = try CSVTable("Month,Sold,Price\n2020-01,3,1.5\n2020-02,-4e1,+.25\n", file: "a.csv")
    #expect(table.columns == ["Month", "Sold", "Price"])
    #expect(table.rowCount == 2)
    #expect(try table.numbers(in: "Sold") == [3, -40])
    #expect(try table.numbers(in: "Price") == [1.5, 0.25])
    #expect(try table.texts(in: "Month") == ["2020-01", "2020-02"])
    #expect(table.numericColumns == ["Sold", "Price"])
  }

  @Test func `quoted cells hold delimiters, line breaks and doubled quotes`() throws {
    let table = try CSVTable(
      "\"Name, first\",\"n\"\r\n\"a \"\"b\"\"\r\nc\",\"1\"\r\n\"\",2\r\n", file: "a.csv")
    #expect(table.columns == ["Name, first", "n"])
    #expect(try table.texts(in: "Name, first") == ["a \"b\"\r\nc", ""])
    #expect(try table.numbers(in: "n") == [1, 2])
    #expect(table.line(ofRow: 0) == 2)
    #expect(table.line(ofRow: 1) == 4, "the first row goes on over line 3")
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func `every way to end a line is read, and the last line need not end`(_ end: String) throws {
    for ending in ["", end, end + end] {
      let table = try CSVTable(
        ["t,x", "1,2", "3,4"].joined(separator: end) + ending, file: "a.csv")
      #expect(try table.numbers(in: "x") == [2, 4])
      #expect(table.line(ofRow: 1) == 3)
    }
  }

  @Test func `a byte order mark and spaces around a name are no part of it`() throws {
    let table = try CSVTable("\u{FEFF}t , x\n1, 2\n", file: "a.csv")
    #expect(table.columns == ["t", "x"])
    #expect(try table.numbers(in: "x") == [2])
  }

  @Test(arguments: [
    ("t,x\n1,2\n", CSVDelimiter.comma, 2.0), ("t;x\n1;2,5\n", .semicolon, 2.5),
    ("t\tx\n1\t2,5\n", .tab, 2.5), ("t;x\n1,5;2,5\n", .semicolon, 2.5),
    // A comma in every line as well: in a name, and as decimal sign.
    ("t, time\tx\n1,5\t2.5\n", .tab, 2.5), ("x\n7\n", .comma, 7),
    ("\"a;b;c\",x\n1,2\n", .comma, 2),
  ])
  func `the delimiter is detected, and with it the decimal comma`(
    _ text: String, _ delimiter: CSVDelimiter, _ number: Double
  ) throws {
    let table = try CSVTable(text, file: "a.csv")
    #expect(table.delimiter == delimiter)
    #expect(try table.numbers(in: "x") == [number])
  }

  @Test(arguments: ["", " ", "NA", "N/A", "nan", "NaN", "NULL"])
  func `a cell without a measurement is a gap`(_ cell: String) throws {
    let table = try CSVTable("t,x\n1,\(cell)\n2,5\n", file: "a.csv")
    let numbers = try table.numbers(in: "x")
    #expect(numbers[0].isNaN)
    #expect(numbers[1] == 5)
    #expect(table.numericColumns.contains("x"), "a gap at the top hides no numbers")
  }

  @Test func `an empty line is a gap where there is one column`() throws {
    let numbers = try CSVTable("x\n1\n\n3\n\n", file: "a.csv").numbers(in: "x")
    #expect(numbers.count == 3)
    #expect(numbers[1].isNaN)
  }

  @Test func `a file is read from its path, and named by it in errors`() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "csv-\(UUID()).csv")
    try Data("t,x\n1,two\n".utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let table = try CSVTable(contentsOf: file.path)
    #expect(throws: CSVError(file: file.path, line: 2, column: "x", .notANumber(found: "two"))) {
      try table.numbers(in: "x")
    }
  }
}
