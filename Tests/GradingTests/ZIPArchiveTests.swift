import Foundation
import Testing
import UnrollProcesses

@testable import UnrollGrading

/// What a reader finds in an archive, by the directory at its end.
struct ArchiveReader {
  struct Entry: Equatable {
    let name: String
    let mode: UInt32
    let content: Data
    let isChecked: Bool
  }

  let entries: [Entry]

  init(_ archive: Data) throws {
    let bytes = [UInt8](archive)
    func number(_ place: Int, _ count: Int) -> Int {
      (0..<count).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
    }
    let end = bytes.count - 22
    try #require(end >= 0 && number(end, 4) == 0x0605_4B50)
    var place = number(end + 16, 4)
    entries = try (0..<number(end + 10, 2)).map { _ in
      try #require(number(place, 4) == 0x0201_4B50)
      let isText = number(place + 8, 2) & 1 << 11 != 0
      let (size, length) = (number(place + 20, 4), number(place + 28, 2))
      let name = Data(bytes[(place + 46)..<(place + 46 + length)])
      let local = number(place + 42, 4)
      try #require(number(local, 4) == 0x0403_4B50 && number(local + 8, 2) == 0)
      let begin = local + 30 + number(local + 26, 2) + number(local + 28, 2)
      let content = Data(bytes[begin..<(begin + size)])
      let checksum = UInt32(number(place + 16, 4))
      let entry = Entry(
        name: String(decoding: name, as: UTF8.self),
        mode: UInt32(number(place + 38, 4)) >> 16, content: content,
        isChecked: isText && checksum == CRC32.of(content)
          && Int(checksum) == number(local + 14, 4))
      place += 46 + length + number(place + 30, 2) + number(place + 32, 2)
      return entry
    }
    #expect(place == end)
  }
}

@Suite struct ZIPArchiveTests {
  @Test func `the checksum is that of the standard`() {
    #expect(CRC32.of(Data("123456789".utf8)) == 0xCBF4_3926)
    #expect(CRC32.of(Data()) == 0)
  }

  @Test func `files come out as they went in, with names and permissions`() throws {
    var archive = ZIPArchive()
    archive.add("run", Data("#!/bin/sh\n".utf8), isExecutable: true)
    archive.add("Übungen/∂L.txt", Data((0..<70_000).map { UInt8($0 & 0xFF) }))
    archive.add("empty", Data())
    let found = try ArchiveReader(archive.data).entries
    #expect(found.map(\.name) == ["run", "Übungen/∂L.txt", "empty"])
    #expect(found.map(\.mode) == [0o100755, 0o100644, 0o100644])
    #expect(found.map(\.content.count) == [10, 70_000, 0])
    #expect(found[1].content == Data((0..<70_000).map { UInt8($0 & 0xFF) }))
    let areChecked = found.allSatisfy(\.isChecked)
    #expect(areChecked)
    #expect(try ArchiveReader(ZIPArchive().data).entries.isEmpty)
  }
}

/// What is uploaded to Gradescope.
@Suite struct AutograderTests {
  private let autograder = Autograder(variant: 3, only: [1, 2], seed: 7)

  @Test func `the archive has the scripts at its top, the sources, and no solution`() throws {
    let entries = try ArchiveReader(try autograder.archive().data).entries
    let names = entries.map(\.name)
    #expect(names.prefix(3) == ["setup.sh", "run_autograder", "Package.swift"])
    #expect(entries.prefix(2).map(\.mode) == [0o100755, 0o100755])
    #expect(names.contains("Sources/Grading/Sheets/Course.swift"))
    #expect(names.contains("Sources/Confinement/include/unroll_confinement.h"))
    let others = names.dropFirst(3).filter { !$0.hasPrefix("Sources/") }
    #expect(others == [])
    let telling = entries.filter {
      String(decoding: $0.content, as: UTF8.self).contains("struct RNNStepSolution")
    }
    #expect(telling.map(\.name) == [])
    let areChecked = entries.allSatisfy(\.isChecked)
    #expect(areChecked)
  }

  @Test func `the manifest has no tests, and all else`() throws {
    let manifest = try String(
      contentsOfFile: StudentFolder.courseRoot + "/Package.swift", encoding: .utf8)
    let text = Autograder.withoutTests(manifest)
    #expect(!text.contains("testTarget") && !text.contains("TestSupport"))
    #expect(text.contains(".executableTarget(") && text.contains("path: \"Sources/Grading\""))
    let (open, closed) = (text.count { $0 == "(" }, text.count { $0 == ")" })
    #expect(open == closed)
    #expect(
      Autograder.withoutTests("[.target(name: \"A\"),\n.testTarget(\nname: f(x)),\n.x]")
        == "[.target(name: \"A\"),\n\n.x]")
  }

  @Test func `the scripts are scripts, and hand the options on`() {
    for script in [autograder.setup, autograder.run] {
      let run = ProgramRun(
        "/bin/sh", ["-c", "exec bash -n"], input: Data(script.utf8),
        environment: ["PATH": "/usr/bin:/bin"], limits: .init(seconds: 20))
      #expect(run.ending == .exited(0), "\(run.errorText)")
      #expect(script.contains("--variant 3 --seed 7 --only 1,2"))
      #expect(script.hasPrefix("#!/usr/bin/env bash\n"))
    }
    #expect(autograder.setup.contains(Autograder.signingKey))
    #expect(!Autograder(variant: 0, only: [], seed: 42).run.contains("--only"))
  }
}
