import Foundation
import Testing

@testable import UnrollGrading

/// The student's own folder, which is the student's.
@Suite struct StudentFolderTests {
  private let path = FileManager.default.temporaryDirectory.appending(path: "folder-\(UUID())").path

  private func read(_ file: String) -> String? {
    try? String(contentsOfFile: path + "/" + file, encoding: .utf8)
  }

  private func write(_ text: String, _ file: String) throws {
    try Data(text.utf8).write(to: URL(filePath: path + "/" + file))
  }

  @Test func `a folder begins with a file for each exercise, and started again touches none`()
    throws
  {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let (_, new) = try StudentFolder.start(path)
    #expect(new.map(\.id) == Course.standard.sheets.map(\.id))
    let sheet = Course.standard.sheets[0]
    #expect(read(sheet.file) == sheet.stub)
    let manifest = read("Package.swift") ?? ""
    for sheet in Course.standard.sheets {
      #expect(manifest.contains("name: \"\(sheet.program)\"") && manifest.contains(sheet.folder))
    }
    try write("mine", sheet.file)
    try FileManager.default.removeItem(atPath: path + "/" + Course.standard.sheets[1].file)
    let again = try StudentFolder.start(path)
    #expect(again.new.map(\.id) == [Course.standard.sheets[1].id])
    #expect(read(sheet.file) == "mine")
  }

  @Test func `what was written is kept when an exercise begins again`() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let (folder, _) = try StudentFolder.start(path)
    let sheet = Course.standard.sheets[0]
    #expect(try folder.reset(sheet) == nil, "nothing was written")
    for (text, name) in [("one", "\(sheet.file).1.bak"), ("two", "\(sheet.file).2.bak")] {
      try write(text, sheet.file)
      #expect(try folder.reset(sheet) == name)
      #expect(read(name) == text && read(sheet.file) == sheet.stub)
    }
    #expect(read("\(sheet.file).1.bak") == "one")
  }

  @Test func `progress is kept, and a file that is no progress is none`() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let (folder, _) = try StudentFolder.start(path)
    try folder.note(Course.standard.sheets[0]) { $0.hints = 2 }
    try folder.note(Course.standard.sheets[1]) { $0.isPassed = true }
    let progress = try StudentFolder(at: path).progress
    #expect(progress[Course.standard.sheets[0].folder]?.hints == 2)
    #expect(progress[Course.standard.sheets[1].folder]?.isPassed == true)
    try write("junk", ".unroll/progress.json")
    #expect(folder.progress.isEmpty)
  }

  @Test func `other people's folders are left alone`() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try write("x", "thesis.txt")
    #expect(throws: StudentFolderError.inUse(path: path)) { try StudentFolder.start(path) }
    #expect(throws: StudentFolderError.notStarted(path: path)) { try StudentFolder(at: path) }
    #expect(read("Package.swift") == nil)
  }

  @Test(arguments: Course.standard.sheets.map(\.id))
  func `a sheet holds together`(id: String) throws {
    let sheet = try #require(Course.standard.sheet(named: id))
    #expect(sheet.stub.contains("struct \(sheet.fileName): "))
    #expect(sheet.stub.contains("@main") && sheet.stub.contains("notWritten("))
    #expect(sheet.hints.count >= 3 && sheet.minutes > 0 && sheet.points > 0)
    #expect(Course.standard.sheet(named: sheet.slug)?.number == sheet.number)
    let known = Course.standard.sheets.map(\.number)
    #expect(sheet.prerequisites.allSatisfy { known.contains($0) && $0 < sheet.number })
    let names = sheet.rules.misconceptions.map(\.name)
    #expect(Set(names).count == names.count && names.count >= 3)
    #expect(sheet.stub.split(separator: "\n").allSatisfy { $0.count <= 120 })
  }
}
