import Foundation
import UnrollProcesses

/// A page's program from its cells to what it printed and drew.
package struct PageRun {
  /// How it ended.
  package enum Ending: Equatable, Sendable {
    case done
    /// The compiler's words, and the first cell that they are about, counted from 0; nil where they are about none.
    case notCompiled(cell: Int?, said: String)
    /// What became of a cell, and the last words on standard error; the cell behind the last one stands for what came after.
    case stopped(cell: Int, how: String, said: String)
    /// Ctrl-C.
    case interrupted
  }

  /// What a run may take, and who may end it.
  package struct Limits: Sendable {
    var seconds: Double
    var isUnwanted: @Sendable () -> Bool

    package init(seconds: Double, isUnwanted: @escaping @Sendable () -> Bool = { false }) {
      (self.seconds, self.isUnwanted) = (seconds, isUnwanted)
    }
  }

  package let ending: Ending
  /// What the cells printed.
  let outputs: CellOutputs
  /// What the program wrote to standard error.
  package let errors: String
  /// The files that it wrote, by their paths in its folder.
  package let files: [String: Data]

  init(ending: Ending, outputs: CellOutputs, errors: String = "", files: [String: Data] = [:]) {
    (self.ending, self.outputs, self.errors, self.files) = (ending, outputs, errors, files)
  }

  /// What a reader hears while a page runs.
  package enum Event: Equatable, Sendable {
    /// A cell begins, counted from 0.
    case begin(cell: Int)
    /// A line was printed.
    case line(String)
  }

  /// Compiles the first cells of a page and runs them in an empty folder.
  package init(
    _ page: Page, cells count: Int, with build: LibraryBuild, limits: Limits,
    tell: (Event) -> Void = { _ in }
  ) throws {
    let work = FileManager.default.temporaryDirectory.path + "/unroll-page-\(UUID())"
    let files = FileManager.default
    try files.createDirectory(atPath: work + "/run", withIntermediateDirectories: true)
    defer { try? files.removeItem(atPath: work) }
    let program = PageProgram(page, cells: count)
    if let said = try build.compile(program, in: work, isUnwanted: limits.isUnwanted) {
      let cell = Self.firstCell(in: said, of: page)
      self.init(
        ending: limits.isUnwanted() ? .interrupted : .notCompiled(cell: cell, said: said),
        outputs: CellOutputs())
      return
    }
    var outputs = CellOutputs()
    func pass(_ event: CellOutputs.Event) {
      switch event {
      case .line(let line, _): tell(.line(line))
      case .end(let cell): if cell + 1 < count { tell(.begin(cell: cell + 1)) }
      }
    }
    if count > 0 { tell(.begin(cell: 0)) }
    let run = ProgramRun(
      "/bin/sh", ["-c", "cd \"$1\" && exec \"$2\"", "sh", work + "/run", work + "/page"],
      // A crashing program on a terminal would wait for a key.
      environment: ProcessInfo.processInfo.environment
        .merging(["LC_ALL": "C", "SWIFT_BACKTRACE": "enable=no"]) { $1 },
      limits: .init(seconds: limits.seconds, isUnwanted: limits.isUnwanted)
    ) { outputs.take($0, tell: pass) }
    outputs.end(tell: pass)
    let next = outputs.finished.count
    self.init(
      ending: limits.isUnwanted()
        ? .interrupted : Self.ending(run, cell: next, of: count, seconds: limits.seconds),
      outputs: outputs, errors: run.errorText, files: Self.files(in: work + "/run"))
  }

  /// The first cell of a page in which the compiler found an error; of a brace that is missing it finds only where it began.
  static func firstCell(in said: String, of page: Page) -> Int? {
    func cells(_ kind: Substring) -> [Int] {
      said.split(separator: "\n").compactMap { line -> Int? in
        guard line.hasPrefix(page.sourceName + ":") else { return nil }
        let place = line.dropFirst(page.sourceName.count).prefixMatch(of: /:(\d+):\d+: (\w+):/)
        return place?.2 == kind ? place.flatMap { Int($0.1) }.flatMap(page.cell(atLine:)) : nil
      }
    }
    return (cells("error") + (said.contains("opening '{'") ? cells("note") : [])).min()
  }

  private static func ending(
    _ run: ProgramRun, cell: Int, of count: Int, seconds: Double
  ) -> Ending {
    let how: String
    switch run.ending {
    case .exited(0) where cell == count: return .done
    case .exited(let code): how = "ended the program with exit code \(code)"
    case .signalled(let signal): how = "crashed (signal \(signal)\(reason(of: signal)))"
    case .timedOut:
      how = "did not end: the page's time of \(Int(seconds)) s was over; --limit allows more"
    case .tooMuchOutput: how = "printed more than 16 megabytes"
    case .notStarted(let reason): how = "did not begin: \(reason)"
    }
    let said = run.errorText.split(separator: "\n").suffix(20).joined(separator: "\n")
    return .stopped(cell: cell, how: how, said: said)
  }

  /// What a signal most often means; optimised programs crash without words.
  private static func reason(of signal: Int32) -> String {
    switch signal {
    case SIGILL, SIGTRAP: ": most often an index that is not there, a nil, or a number too large"
    case SIGSEGV: ": most often a function that calls itself without end"
    default: ""
    }
  }

  private static func files(in folder: String) -> [String: Data] {
    let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    var files: [String: Data] = [:]
    // A folder has no contents.
    for name in names { files[name] = FileManager.default.contents(atPath: "\(folder)/\(name)") }
    return files
  }
}

extension PageRun {
  /// What is wrong with a run, in a sentence with the place, and with what was said; nil where nothing is.
  package func complaint(about page: Page) -> String? {
    func place(_ cell: Int) -> String {
      page.cells.indices.contains(cell)
        ? "\(page.name):\(page.cells[cell].line): cell \(cell + 1)"
        : "\(page.name): the program, after its last cell,"
    }
    switch ending {
    case .done: return nil
    case .interrupted: return "\(page.name): stopped"
    case .notCompiled(let cell?, let said) where Self.isEnded(page.cells[cell], said, page):
      return "\(place(cell)) ends the program, so that nothing behind it would run"
    case .notCompiled(let cell, let said):
      return (cell.map(place) ?? "\(page.name): the program") + " does not compile"
        + Self.below(said.split(separator: "\n").prefix(30).joined(separator: "\n"))
    case .stopped(let cell, let how, let said): return "\(place(cell)) \(how)" + Self.below(said)
    }
  }

  /// Whether the compiler complains that the mark behind a cell is never reached.
  private static func isEnded(_ cell: Page.Cell, _ said: String, _ page: Page) -> Bool {
    said.split(separator: "\n").contains {
      $0.hasPrefix("\(page.sourceName):\(cell.lines.upperBound):")
        && $0.hasSuffix("error: will never be executed")
    }
  }

  /// The last lines that were printed before the program stopped.
  var lastLines: [String] {
    let all = (outputs.finished + [outputs.open]).reduce(Data(), +)
    return CellOutputs.lines(all).suffix(10)
  }

  private static func below(_ said: String) -> String { said.isEmpty ? "" : "\n" + said }
}
