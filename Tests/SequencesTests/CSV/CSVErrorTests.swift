import Foundation
import Testing
import UnrollSequences

/// What is said about each kind of bad file.
@Suite struct CSVErrorTests {
  /// The sentence with which reading a column ends; empty where it succeeds.
  private func sentence(_ text: String, column: String = "x") -> String {
    do throws(CSVError) {
      _ = try CSVTable(text, file: "a.csv").numbers(in: column)
      return ""
    } catch {
      return error.description
    }
  }

  @Test(arguments: [
    ("", "a.csv: found nothing; expected a line with the names"),
    ("\n\r\n", "a.csv: found nothing; expected a line with the names"),
    ("\u{FEFF}", "a.csv: found nothing; expected a line with the names"),
    ("t,x\n", "a.csv: found the names of the columns only; expected rows below them."),
    (
      "t,x\n1,2\n2\n",
      "a.csv, line 3: found 1 cell, separated by commas; expected 2, as many as there are columns."
    ),
    (
      "t;x\n1;2\n2;3;4\n",
      "a.csv, line 3: found 3 cells, separated by semicolons; expected 2, as many as there are"
    ),
    ("t,x\n1,2\n\n3,4\n", "a.csv, line 3: found 1 cell, separated by commas; expected 2"),
    ("t,x\n1,\"2\n3,4\n", "a.csv, line 2: found a quote (\") that is never closed"),
    ("t,x\n\"a\"b,2\n", "a.csv, line 2: found text behind a closing quote"),
    ("t,y\n1,2\n", "a.csv, column x: found no column of this name; the columns are t, y."),
    ("x,x\n1,2\n", "a.csv, line 1, column x: found several columns of this name; expected one."),
    (
      "t,x\n1,mild\n",
      "a.csv, line 2, column x: found 'mild'; expected a number such as 20.7, or nothing for a gap."
    ),
    ("t,x\n1,2\n2,0x10\n", "a.csv, line 3, column x: found '0x10'; expected a number"),
    ("t,x\n1,\"1,234\"\n", "a.csv, line 2, column x: found '1,234'; expected a number"),
    ("t;x\n1;1.234,5\n", "a.csv, line 2, column x: found '1.234,5'; expected a number"),
    ("t,x\n1,5 °C\n", "a.csv, line 2, column x: found '5 °C'; expected a number"),
    ("t,x\n1,-inf\n", "a.csv, line 2, column x: found '-inf'; expected a finite number"),
    ("t,x\n1,Infinity\n", "a.csv, line 2, column x: found 'Infinity'; expected a finite number"),
    ("t,x\n1,1e999\n", "a.csv, line 2, column x: found '1e999'; expected a finite number"),
    (
      "t;x\n1;2,5\n2;3\n3;2.5\n",
      "a.csv, line 4, column x: found '2.5', but '2,5' on line 2; expected one decimal sign"
    ),
    ("t,x\n1,\n2,NA\n", "a.csv, column x: found no number; expected at least one."),
  ])
  func `bad data are named with their place, and what was expected`(
    _ text: String, _ expected: String
  ) {
    let found = sentence(text)
    #expect(found.hasPrefix(expected))
    #expect(found.hasSuffix("."))
  }

  @Test func `a slip in a column's name is answered with the name that was meant`() {
    #expect(
      sentence("Date,Temp\n1,2\n", column: "temp")
        == "a.csv, column temp: found no column of this name; the columns are Date, Temp. "
        + "Did you mean 'Temp'?")
    let names = (1...14).map { "c\($0)" }.joined(separator: ",")
    #expect(sentence(names + "\n" + names + "\n").contains("c11, c12 and 2 more."))
  }

  @Test func `a file without names is noticed`() throws {
    let headless = try CSVTable("1949-01,112\n1949-02,118\n", file: "a.csv")
    #expect(throws: CSVError(file: "a.csv", line: 1, .noHeader(found: "112"))) {
      try headless.checkHeader()
    }
    try CSVTable("Month,2020,Sold\n1,2,3\n", file: "a.csv").checkHeader()
    #expect(throws: CSVError.self) { try CSVTable("7\n8\n", file: "a.csv").checkHeader() }
  }

  @Test func `a file in another encoding is named with its first bad line`() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "csv-\(UUID()).csv")
    try Data("t,x\n1,2\n".utf8 + [0xB0, 0x43] + ",3\n".utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    #expect(throws: CSVError(file: file.path, line: 3, .text(.notUTF8))) {
      try CSVTable(contentsOf: file.path)
    }
  }

  @Test func `no file and a folder are two different complaints`() throws {
    #expect(throws: CSVError(file: "/none/a.csv", .text(.noSuchFile))) {
      try CSVTable(contentsOf: "/none/a.csv")
    }
    let folder = FileManager.default.temporaryDirectory.path
    #expect(throws: CSVError(file: folder, .text(.isFolder))) {
      try CSVTable(contentsOf: folder)
    }
  }
}
