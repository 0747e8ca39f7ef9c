import Foundation
import Testing

@testable import UnrollGrading

/// Files of submissions, which are not trusted.
@Suite final class SubmittedFileTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "class-\(UUID())")
    .path
  private let sheet = Course.standard.sheets[0]
  private var own: String { folder + "/anna" }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func write(_ data: Data, _ file: String) throws {
    let path = URL(filePath: folder + "/" + file)
    try FileManager.default.createDirectory(
      at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: path)
  }

  /// The text that is found, or the reason why none is.
  private func found() -> String {
    switch SubmittedFile(of: sheet, in: own) {
    case .missing: "missing"
    case .text(let text): "text: \(text)"
    case .unreadable(let reason): reason
    }
  }

  @Test func `a file is read at its place, and elsewhere where it is the only one`() throws {
    #expect(found() == "missing")
    try write(Data("alone".utf8), "anna/a/ChainRule.swift")
    #expect(found() == "text: alone")
    try write(Data("hidden".utf8), "anna/.build/ChainRule.swift")
    #expect(found() == "text: alone")
    try write(Data("again".utf8), "anna/b/ChainRule.swift")
    #expect(found().hasPrefix("there are 2 files of the name ChainRule.swift"))
    try write(Data("\u{FEFF}placed".utf8), "anna/\(sheet.file)")
    #expect(found() == "text: placed")
  }

  @Test func `links lead nowhere`() throws {
    try write(Data("of another".utf8), "berta/\(sheet.file)")
    try FileManager.default.createDirectory(atPath: own, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: own + "/Exercises", withDestinationPath: folder + "/berta/Exercises")
    #expect(found() == "it is a link, or no file")
    try FileManager.default.removeItem(atPath: own + "/Exercises")
    try FileManager.default.createSymbolicLink(
      atPath: own + "/ChainRule.swift", withDestinationPath: folder + "/berta/\(sheet.file)")
    #expect(found() == "it is a link, or no file")
  }

  @Test func `what is no text of a usual size has a reason of its own`() throws {
    for (data, reason) in [
      (Data([0xFF, 0xFE, 0x69, 0x00]), "it is not text in UTF-8"),
      (Data([0x69, 0x00, 0x6D]), "it is not text in UTF-8"),
      (Data(count: 1 << 20 + 1), "it is larger than 1024 kilobytes"),
    ] {
      try write(data, "anna/\(sheet.file)")
      #expect(found() == reason)
    }
    try FileManager.default.removeItem(atPath: own + "/\(sheet.file)")
    try FileManager.default.createDirectory(
      atPath: own + "/\(sheet.file)", withIntermediateDirectories: true)
    #expect(found() == "it is a folder")
  }

  @Test func `the variant that a submission was started with is read, if it says one`() throws {
    #expect(StudentFolder.submittedVariant(of: own) == nil)
    try write(Data("{}".utf8), "anna/.unroll/progress.json")
    #expect(StudentFolder.submittedVariant(of: own) == 0)
    try write(Data("7\n".utf8), "anna/.unroll/variant")
    #expect(StudentFolder.submittedVariant(of: own) == 7)
    try write(Data(count: 100), "anna/.unroll/variant")
    #expect(StudentFolder.submittedVariant(of: own) == nil)
  }
}

/// Names that would let a solution run before it is confined.
@Suite struct IsolationNamesTests {
  @Test(
    arguments: [
      ("func runExercise<T>(_ type: T.Type) {}", "runExercise", 1),
      ("\n// x\n@_cdecl(\"getenv\") public func f() {}", "_cdecl", 3),
      ("let a = #\"\\\"#; @_silgen_name(\"isatty\") func f()", "_silgen_name", 1),
      ("@c(isatty) func f() {}", "@c", 1), ("@ \t section(\".init_array\")", "@section", 1),
      ("a\r\nb\r\n@_spi(X) import Y", "@_spi", 3), ("@`section`(\".init_array\")", "@section", 1),
      ("x\n@`used` let a = 1", "@used", 2), ("@`_section`(\"x\")", "_section", 1),
      ("@` cdecl`(\"getenv\")", "@cdecl", 1), ("func `runExercise`() {}", "runExercise", 1),
    ])
  func `they are found anywhere in a file`(source: String, name: String, line: Int) {
    let found = IsolationNames.first(in: source)
    #expect(found?.name == name && found?.line == line)
    #expect(IsolationNames.why(name)?.contains(name) == true)
  }

  @Test(arguments: Course.standard.sheets.map(\.stub) + ["@main @Sendable let c = 1 // @ c"])
  func `they are in no file that a student begins with`(source: String) {
    let found = IsolationNames.first(in: source.replacing("// @ c", with: ""))
    #expect(found == nil)
  }
}
