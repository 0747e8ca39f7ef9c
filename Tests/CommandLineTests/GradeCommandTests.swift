import Foundation
import Testing

@testable import CommandLineTool
@testable import UnrollConsole
@testable import UnrollGrading

/// What instructors type, and the tables that they see.
@Suite struct GradeCommandTests {
  private static func book(_ students: Int) -> GradeBook {
    let course = Course.standard
    let submissions = (0..<students).map { student in
      GradeBook.Submission(
        name: "student \(student)", variant: 0,
        marks: course.sheets.enumerated().map { index, sheet in
          let verdict: Verdict? =
            index % 4 == 0
            ? .passed : index % 4 == 1 ? nil : .notWritten(part: "f", what: "", right: [])
          return Mark(sheet: sheet, verdict: verdict, rightParts: index % 4 == 2 ? 2 : 0, parts: 2)
        })
    }
    return GradeBook(course: course, submissions: submissions, confinement: [])
  }

  @Test(arguments: [60, 80, 200])
  func `the table of points fits the window, in as many parts as it takes`(width: Int) {
    let tables = GradeScreen(Self.book(3), width: width).points
    let lines = tables.flatMap { $0.text(width: width).split(separator: "\n") }
    let longest = lines.map { displayWidth(String($0)) }.max() ?? 0
    #expect(longest <= width)
    let columns = tables.flatMap { $0.heads.dropFirst().dropLast().map(\.title) }
    #expect(columns == Course.standard.sheets.map(\.id))
    let sums = Set(tables.map { $0.heads.last?.title })
    #expect(sums == ["Sum"])
  }

  @Test func `points stand where there are any, and letters elsewhere, with a legend`() {
    let screen = GradeScreen(Self.book(1), width: nil)
    let rows = screen.points[0].rows
    #expect(rows.count == 2 && rows[1][0].cell == .text("(points)"))
    let sheets = Course.standard.sheets
    #expect(rows[0][1].cell == .integer(sheets[0].points))
    #expect(rows[0][2].cell == .text("–"))
    #expect(rows[0][3].cell == .integer(sheets[2].points / 2))
    #expect(rows[0][4].cell == .text("·"))
    #expect(screen.legend == "· not written, – missing.")
    let json = JSONReport(command: "grade", table: screen.details).text
    #expect(json.contains("\"verdict\": \"right\", \"points\": \(sheets[0].points), \"possible\""))
    #expect(screen.results.heads.map(\.key).contains("notWritten"))
  }

  @Test func `portions are equal and none is lost`() {
    #expect(GradeScreen.portions(Array(1...22), size: 12).map(\.count) == [11, 11])
    #expect(GradeScreen.portions(Array(1...5), size: 2).flatMap(\.self) == [1, 2, 3, 4, 5])
    #expect(GradeScreen.portions([1], size: .max) == [[1]])
  }

  @Test(
    arguments: [
      (["grade", "nowhere"], 66, "nowhere: no such file"),
      (["grade", ".", "--only", "99"], 64, "there is no exercise '99'"),
      (["grade", ".", "--only", "3-1"], 64, "--only: got '3-1'"),
      (["grade", ".", "--csv", "/nowhere/x.csv"], 73, "can't write /nowhere/x.csv"),
      (["gradescope-zip", "/nowhere/x.zip"], 73, "can't write /nowhere/x.zip"),
    ])
  func `slips are told of before any work`(words: [String], status: Int32, sentence: String) throws
  {
    let result = try runUnroll(words)
    #expect(result.status == status)
    #expect(result.errors.contains(sentence), "\(result.errors)")
  }

  @Test func `where nothing compiles, nobody gets a mark`() throws {
    let place = FileManager.default.temporaryDirectory.appending(path: "\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: place) }
    try FileManager.default.createDirectory(
      atPath: place + "/class/ada", withIntermediateDirectories: true)
    let compiler = place + "/swift"
    try Data("#!/bin/sh\necho no linker here >&2\nexit 1\n".utf8)
      .write(to: URL(filePath: compiler))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: compiler)
    let result = try runUnroll(
      ["grade", place + "/class", "--only", "5"], environment: ["PATH": place + ":/usr/bin:/bin"],
      timeLimit: 60)
    #expect(result.status == 70 && !result.output.contains("ada"))
    #expect(result.errors.contains("does not compile here even as it was handed out"))
    #expect(result.errors.contains("no linker here"), "\(result.errors)")
  }

  @Test func `an autograder is written`() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).zip")
    defer { try? FileManager.default.removeItem(at: file) }
    let result = try runUnroll(
      ["gradescope-zip", file.path, "--only", "1-2,5", "--variant", "1"], timeLimit: 60)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("marks 3 exercises with"))
    #expect(result.output.contains("It is for variant 1:"))
    let data = try Data(contentsOf: file)
    #expect(data.prefix(4) == Data([0x50, 0x4B, 3, 4]))
    #expect(data.range(of: Data("--variant 1 --seed 1042 --only 1,2,5".utf8)) != nil)
  }
}
