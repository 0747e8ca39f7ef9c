import Foundation

/// What is found when a page is held against what its program prints and draws.
package struct PageCheck: Sendable {
  /// What is wrong, each in a sentence with its place, and perhaps a difference below.
  package internal(set) var complaints: [String] = []
  /// What `update` wrote.
  package internal(set) var changes: [String] = []
  /// How many outputs and figures were compared.
  package internal(set) var outputs = 0
  package internal(set) var figures = 0

  package var isTrue: Bool { complaints.isEmpty }

  private let page: Page

  /// Looks for what is wrong without a program: blocks, tolerances, links, images.
  private init(form page: Page) {
    self.page = page
    complaints = page.faults.map { "\(page.name):\($0.line): \($0.sentence)" }
  }

  /// Compares a page with a run of its program; nil where it has none.
  package static func verify(_ page: Page, _ run: PageRun?) -> PageCheck {
    var check = PageCheck(form: page)
    if let run {
      check.complain(about: run)
      check.compareOutputs(run)
      check.compareFigures(run)
      check.lookForStrays(run)
    }
    check.checkLinks()
    return check
  }

  /// Puts what a run printed and drew into the page and beside it, unless the run or the page's form is wrong.
  /// - Throws: `CocoaError` where a file can't be written.
  package static func update(_ page: Page, _ run: PageRun?) throws -> PageCheck {
    var check = PageCheck(form: page)
    if let run {
      check.complain(about: run)
      let update = PageUpdate(page, run)
      if check.isTrue { check.complaints += [update.obstacle].compactMap(\.self) }
      if check.isTrue { check.changes = try update.write() }
      (check.outputs, check.figures) = (page.outputs.count, update.drawn.count)
      check.lookForStrays(run)
    }
    check.checkLinks()
    return check
  }

  // MARK: - What was printed

  private mutating func complain(about run: PageRun) {
    guard var complaint = run.complaint(about: page) else { return }
    if case .stopped = run.ending, !run.lastLines.isEmpty {
      complaint += "\nIt had printed, at last:\n" + run.lastLines.joined(separator: "\n")
    }
    complaints.append(complaint)
  }

  /// Compares the outputs of the cells that came to their end.
  private mutating func compareOutputs(_ run: PageRun) {
    let finished = run.outputs.finished.count
    for block in page.outputs {
      guard block.cells.upperBound <= finished else { break }
      outputs += 1
      let printed = run.outputs.lines(of: block.cells)
      guard
        let difference = LineDifference(
          block.text, printed, firstLine: block.line, tolerance: block.tolerance)
      else { continue }
      let remark = block.tolerance.isExact ? "" : "; numbers may differ by \(block.tolerance.text)"
      complaints.append(
        """
        \(page.name):\(block.line): \(Self.words(block.cells)) printed something else (- page, + program\(remark))
        \(difference.text)
        """)
    }
  }

  private static func words(_ cells: Range<Int>) -> String {
    switch cells.count {
    case 0: "no cell stands before this output, and it"
    case 1: "cell \(cells.lowerBound + 1)"
    default: "cells \(cells.lowerBound + 1) to \(cells.upperBound)"
    }
  }

  // MARK: - What was drawn

  private mutating func compareFigures(_ run: PageRun) {
    for image in page.links where image.isImage {
      guard let drawn = run.files[image.target] else { continue }
      figures += 1
      // One that is not there is complained about as a link.
      guard let kept = FileManager.default.contents(atPath: page.path(of: image.target)),
        kept != drawn
      else { continue }
      if let difference = Self.difference(kept, drawn, image.tolerance) {
        complaints.append(
          "\(page.name):\(image.line): \(image.target) is not what the program drew (- file, + program)\n"
            + difference)
      }
    }
  }

  private static func difference(_ kept: Data, _ drawn: Data, _ tolerance: Tolerance) -> String? {
    let sizes = "  \(kept.count) bytes - \(drawn.count) bytes +"
    let texts = [kept, drawn].map { String(decoding: $0, as: UTF8.self) }
    guard zip(texts, [kept, drawn]).allSatisfy({ Data($0.utf8) == $1 }) else { return sizes }
    let lines = texts.map { CellOutputs.lines(Data($0.utf8)) }
    if tolerance.isExact {
      if lines[0] == lines[1] { return sizes }
      return LineDifference(lines[0], lines[1], firstLine: 1, tolerance: tolerance)?.text
    }
    let unnamed = lines.map { $0.map(withoutIdentity) }
    return LineDifference(unnamed[0], unnamed[1], firstLine: 1, tolerance: tolerance)?.text
  }

  /// A line of a figure without the names that are made of its description: one digit of that changes them altogether.
  private static func withoutIdentity(_ line: String) -> String {
    line.replacing(/\b(title|desc)-[0-9a-z]+/) { $0.1 }
  }

  /// What came out and stands nowhere in the page, and what the page shows and did not come out.
  private mutating func lookForStrays(_ run: PageRun) {
    guard run.ending == .done else { return }
    for image in page.links
    // Whose name stands in the program is the program's.
    where image.isImage && run.files[image.target] == nil
      && page.cells.contains(where: { $0.names(image.target) })
    {
      complaints.append(
        "\(page.name):\(image.line): \(image.target) was not drawn, though a cell names it")
    }
    let first = page.outputs.last?.cells.upperBound ?? 0
    let rest =
      run.outputs.lines(of: first..<run.outputs.finished.count)
      + CellOutputs.lines(run.outputs.open)
    if !rest.isEmpty {
      complaints.append(
        """
        \(page.name): the program printed this after the last text block
        \(rest.prefix(20).map { "  + \($0)" }.joined(separator: "\n"))
        """)
    }
    let shown = Set(page.links.map(\.target))
    for name in run.files.keys.sorted()
    where (name.hasSuffix(".svg") || name.hasSuffix(".png")) && !shown.contains(name) {
      complaints.append("\(page.name): the program drew \(name), which the page does not show")
    }
  }

  // MARK: - Links

  private mutating func checkLinks() {
    for link in page.links {
      let place = "\(page.name):\(link.line): "
      if link.alternative?.isEmpty == true {
        complaints.append(place + "the image \(link.target) has no alternative text")
      }
      let isElsewhere = ["http:", "https:", "mailto:", "#"].contains(where: link.target.hasPrefix)
      if isElsewhere || FileManager.default.fileExists(atPath: page.path(of: link.target)) {
        continue
      }
      complaints.append(place + "\(link.target) leads nowhere")
    }
  }
}

extension Page.Cell {
  /// Whether a text of the cell is this name.
  fileprivate func names(_ file: String) -> Bool {
    code.contains { $0.contains("\"\(file)\"") }
  }
}

extension Page {
  /// The file that a target in the page means; one that begins with / is looked for in the package.
  func path(of target: String) -> String {
    let file = String(target.prefix { $0 != "#" }).replacing("%20", with: " ")
    let folder = URL(fileURLWithPath: name).deletingLastPathComponent().path
    guard file.hasPrefix("/") else { return "\(folder)/\(file)" }
    return (Package.root(of: name) ?? folder) + file
  }
}
