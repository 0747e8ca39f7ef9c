import Foundation
import Unroll
import UnrollConsole
import UnrollNotebooks

/// `unroll notebook`: runs pages that are programs, and holds what they show against what comes out.
struct NotebookCommand: Command {
  static let action = Argument(
    "ACTION", .choice(["run", "update", "verify"]),
    help:
      "run shows what each cell prints; update puts what comes out into the page; verify says where it is something else."
  )
  static let files = Argument(
    repeated: "FILE", .text,
    help: "Pages; without any, update and verify take all pages of the course.")
  static let cells = Option(
    "cells", "A-B", .text,
    help: "With run: show these cells and stop behind the last one; those before run too.")
  static let out = Option(
    "out", "DIR", .text, help: "With run: the folder for the files that the page writes.")
  static let limit = Option(
    "limit", "SECONDS", .int(in: 1...86_400), default: 120,
    help: "The time that the program of a page may take.")
  static let workers = Option(
    "workers", "N", .int(in: 1...64), default: 2,
    help: "With update and verify: how many pages are compiled and run at a time.")

  let name = "notebook"
  let summary = "Run a page of the course, update its outputs, or verify them."
  let discussion = """
    The blocks of a page that begin with ```swift are cells, from top to bottom one program. It is compiled against the \
    release build that this command lies in, and run in an empty folder. A block that begins with ```text is what the cells \
    since the one before print; an image that the program draws (figures/x.svg) is shown under the same path.

    The comparison is exact, unless a comment above the output or image says how far numbers may be off: \
    <!-- tolerance: 1%, 1e-6 --> by a part of the larger number, or by at most so much; one of the two is enough. verify looks \
    at links and images too, each of which needs alternative text. The exit code is 1 where a page is not true.
    """
  var accepts: [any Declaration] {
    [Self.action, Self.files, Self.cells, Self.out, Self.limit, Self.workers]
  }
  let examples = [
    Example("notebook run Tutorials/04-through-time.md", "Run a page, cell by cell."),
    Example("notebook run --cells 1-4 Notebooks-md/02-lab01.md", "Stop behind the fourth cell."),
    Example("notebook update Tutorials/04-through-time.md", "Put what comes out into the page."),
    Example("notebook verify", "Verify all pages."),
  ]

  func run(_ arguments: ParsedArguments, _ console: Console) throws {
    let action = arguments[Self.action]
    for option in (action == "run" ? [Self.workers] : [Self.cells, Self.out]) as [any Declaration]
    where arguments.wasGiven(option) {
      throw CommandFailure(
        .wrongUsage,
        "\(option.label) has no meaning with \(action).\nSee 'unroll notebook --help'.")
    }
    if action == "run", arguments[Self.files].isEmpty {
      throw CommandFailure(
        .wrongUsage,
        "FILE is missing; write unroll notebook run FILE.\nSee 'unroll notebook --help'.")
    }
    let cells = try arguments[Self.cells].map(Self.range)
    let pages = try Self.pages(arguments[Self.files])
    let build = try Self.build()
    if build.isOld {
      console.say("Note: Sources/ is newer than the release build; these are the old numbers.")
    }
    console.interrupt.listen()
    let limits = PageRun.Limits(seconds: Double(arguments[Self.limit])) {
      console.interrupt.isRequested
    }
    let screen = NotebookScreen(console: console, build: build, limits: limits)
    if action == "run" {
      for page in pages { try screen.run(page, showing: cells, out: arguments[Self.out]) }
    } else {
      try screen.check(pages, isUpdate: action == "update", workers: arguments[Self.workers])
    }
  }

  /// `1-4` or `3`.
  private static func range(_ text: String) throws -> ClosedRange<Int> {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    if ends.count <= 2, let first = ends.first ?? nil, let last = ends.last ?? nil, first >= 1,
      first <= last
    {
      return first...last
    }
    throw CommandFailure(
      .wrongUsage,
      "--cells got \(quoted(text)); expected a cell, or two as 1-4.\nSee 'unroll notebook --help'.")
  }

  private static func build() throws -> LibraryBuild {
    do { return try LibraryBuild(of: Bundle.main.executablePath ?? CommandLine.arguments[0]) } catch
    {
      throw CommandFailure(.noSuchFile, error.description)
    }
  }
}

// MARK: - Pages

extension NotebookCommand {
  /// The pages that are meant, all of them read before the first runs.
  private static func pages(_ names: [String]) throws -> [Page] {
    try (names.isEmpty ? all() : names).map { Page(try text(ofFile: $0), name: $0) }
  }

  /// The pages of the course: README, CONTRIBUTING, those in the folders of pages, and the front pages of the reference.
  private static func all() throws -> [String] {
    let files = FileManager.default
    guard let root = Package.root(of: files.currentDirectoryPath) else {
      throw CommandFailure.noSuchFile(
        "Package.swift", advice: "go to the course's folder, or name the pages")
    }
    let isHere = root == URL(fileURLWithPath: files.currentDirectoryPath).standardizedFileURL.path
    let folders = ["Tutorials", "Notebooks-md", "Sources/Unroll/Unroll.docc"].flatMap { folder in
      let names = (try? files.contentsOfDirectory(atPath: "\(root)/\(folder)")) ?? []
      return names.filter { $0.hasSuffix(".md") }.sorted().map { "\(folder)/\($0)" }
    }
    return (["README.md", "CONTRIBUTING.md"] + folders)
      .map { isHere ? $0 : "\(root)/\($0)" }.filter(files.fileExists)
  }

  /// The text of a page as it is, byte for byte.
  private static func text(ofFile path: String) throws -> String {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw TextFileError(file: path, .noSuchFile)
    }
    if isFolder.boolValue { throw TextFileError(file: path, .isFolder) }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw TextFileError(file: path, .notPermitted)
    }
    let text = String(decoding: data, as: UTF8.self)
    guard Data(text.utf8) == data else {
      let lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      let wrong = lines.firstIndex { Data(String(decoding: $0, as: UTF8.self).utf8) != $0 }
      throw TextFileError(file: path, line: wrong.map { $0 + 1 }, .notUTF8)
    }
    return text
  }
}
