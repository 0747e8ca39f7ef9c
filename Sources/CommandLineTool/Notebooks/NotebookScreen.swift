import Foundation
import UnrollConsole
import UnrollNotebooks

/// What `unroll notebook` shows while it works.
struct NotebookScreen: Sendable {
  let console: Console
  let build: LibraryBuild
  let limits: PageRun.Limits

  // MARK: - run

  /// Runs a page and shows what its cells print, as it comes.
  func run(_ page: Page, showing cells: ClosedRange<Int>?, out: String?) throws {
    let range = cells ?? 1...max(1, page.cells.count)
    guard !page.cells.isEmpty else {
      return console.print("\(page.name): no cells; they begin with ```swift.")
    }
    guard range.upperBound <= page.cells.count else {
      throw CommandFailure(
        .wrongUsage,
        "--cells got \(range.upperBound); \(page.name) has \(page.cells.count) cells.")
    }
    console.print(console.style(.bold, page.name))
    var count = range.upperBound
    var failure: PageRun?
    var run = try self.run(page, cells: count, showing: range)
    // Where a cell does not compile, those before it still can.
    if case .notCompiled(let cell, _) = run.ending {
      failure = run
      count = cell ?? 0
      if count > 0 { run = try self.run(page, cells: count, showing: range) }
    }
    if !run.errors.isEmpty, run.ending == .done {
      console.print(console.style(.dim, "on standard error:"))
      for line in run.errors.split(separator: "\n") { console.print(String(line)) }
    }
    try keep(run.files, in: out)
    if let complaint = (failure ?? run).complaint(about: page) {
      if run.ending == .interrupted { throw CommandFailure.interrupted("stopped by Ctrl-C") }
      throw CommandFailure.checkFailed(complaint)
    }
  }

  private func run(_ page: Page, cells: Int, showing range: ClosedRange<Int>) throws -> PageRun {
    var isShown = false
    return try failing {
      try PageRun(page, cells: cells, with: build, limits: limits) { event in
        switch event {
        case .begin(let cell):
          isShown = range.contains(cell + 1)
          if isShown {
            console.print(console.style(.dim, "cell \(cell + 1), line \(page.cells[cell].line)"))
          }
        case .line(let line): if isShown { console.print(line) }
        }
      }
    }
  }

  /// Copies what the page wrote into a folder, or says what it was.
  private func keep(_ files: [String: Data], in out: String?) throws {
    let names = files.keys.sorted()
    guard !names.isEmpty else { return }
    guard let out else {
      console.say("It wrote \(names.joined(separator: ", ")); --out DIR keeps such files.")
      return
    }
    for (name, data) in files {
      let parts = name.split(separator: "/").map(String.init)
      let folder = ([out] + parts.dropLast()).joined(separator: "/")
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try OutputFile("\(folder)/\(parts.last ?? name)").write(data)
    }
    console.say("In \(out): \(names.joined(separator: ", ")).")
  }

  // MARK: - update and verify

  /// Updates or verifies pages, several at a time, and says in their order what came of each.
  func check(_ pages: [Page], isUpdate: Bool, workers: Int) throws {
    let progress = Locked<(results: [Int: Result<Outcome, any Error>], shown: Int)>(([:], 0))
    let queue = OperationQueue()
    queue.maxConcurrentOperationCount = workers
    for (index, page) in pages.enumerated() {
      queue.addOperation {
        let outcome = Result { try self.outcome(page, isUpdate: isUpdate) }
        // Under one lock, so that the pages are told one after the other.
        progress.withLock { now in
          now.results[index] = outcome
          while let result = now.results[now.shown] {
            if case .success(let outcome) = result { show(outcome, pages[now.shown]) }
            now.shown += 1
          }
        }
      }
    }
    queue.waitUntilAllOperationsAreFinished()
    if console.interrupt.isRequested { throw CommandFailure.interrupted("stopped by Ctrl-C") }
    let outcomes = try progress.withLock { $0.results }.values.map { try $0.get() }
    let wrong = outcomes.count { !$0.check.isTrue }
    if wrong > 0 {
      throw CommandFailure.checkFailed(
        "\(wrong) of \(pages.count) pages \(wrong == 1 ? "is" : "are") wrong")
    }
  }

  private struct Outcome: Sendable {
    let check: PageCheck
    let hasProgram: Bool
    let seconds: Double
  }

  private func outcome(_ page: Page, isUpdate: Bool) throws -> Outcome {
    let start = ContinuousClock.now
    let hasProgram = !page.cells.isEmpty || !page.outputs.isEmpty
    let run =
      hasProgram && !console.interrupt.isRequested
      ? try failing {
        try PageRun(page, cells: page.cells.count, with: build, limits: limits)
      } : nil
    let check = isUpdate ? try PageCheck.update(page, run) : PageCheck.verify(page, run)
    let time = (ContinuousClock.now - start).components
    return Outcome(
      check: check, hasProgram: hasProgram,
      seconds: Double(time.seconds) + Double(time.attoseconds) * 1e-18)
  }

  private func show(_ outcome: Outcome, _ page: Page) {
    if console.interrupt.isRequested { return }
    let check = outcome.check
    for complaint in check.complaints { console.print(complaint) }
    for change in check.changes { console.print("updated \(page.name): \(change)") }
    guard check.isTrue else { return console.print(console.style(.red, "wrong  \(page.name)")) }
    let program =
      outcome.hasProgram
      ? "\(check.outputs) outputs, \(check.figures) figures drawn" : "no program"
    console.print(
      "\(console.style(.green, "ok"))     \(page.name) (\(program), \(page.links.count) links and images, "
        + "\(NumberFormat.fixed(1).text(outcome.seconds)) s)")
  }

  /// Errors of the build with the exit codes of the command line.
  private func failing<Value>(_ body: () throws -> Value) throws -> Value {
    do { return try body() } catch let error as LibraryBuild.Failure {
      throw CommandFailure(.internalError, error.description)
    }
  }
}
