import Foundation

/// A page with what its program printed and drew, all else as it was.
struct PageUpdate {
  let page: Page
  let run: PageRun
  /// The figures of the page that were drawn, by their targets.
  let drawn: [String: Data]
  /// The page's new text.
  let text: String
  /// The lines at which it has other outputs.
  let changed: [Int]

  init(_ page: Page, _ run: PageRun) {
    (self.page, self.run) = (page, run)
    let images = page.links.filter(\.isImage).map(\.target)
    drawn = run.files.filter { images.contains($0.key) }
    var lines = Page.lines(of: page.text)
    var changed: [Int] = []
    // From the end, so that the lines before keep their numbers.
    for block in page.outputs.reversed() {
      let printed = run.outputs.lines(of: block.cells)
      if printed.elementsEqual(block.text, by: Tolerance.exact.allows) { continue }
      let old = (block.line - 1)..<(block.line - 1 + block.text.count)
      let lineEnd = lines[block.line - 2].utf8.last == UInt8(ascii: "\r") ? "\r" : ""
      lines.replaceSubrange(old, with: printed.map { $0 + lineEnd })
      changed.insert(block.line, at: 0)
    }
    (text, self.changed) = (lines.joined(separator: "\n"), changed)
  }

  /// Why the outputs can't be put into the page; nil where they can.
  var obstacle: String? {
    guard FileManager.default.contents(atPath: page.name) == Data(page.text.utf8) else {
      return "\(page.name): was changed while its program ran; nothing is written, update it again"
    }
    let expected = page.outputs.map { run.outputs.lines(of: $0.cells) }
    if Page(text, name: page.name).outputs.map(\.text) == expected { return nil }
    return
      "\(page.name): an output has a line that would end its block; begin the block with ````text"
  }

  /// Writes what is new.
  /// - Returns: What that was.
  func write() throws -> [String] {
    var changes: [String] = []
    if !changed.isEmpty {
      try Data(text.utf8).write(to: URL(fileURLWithPath: page.name).resolvingSymlinksInPath())
      changes = changed.map { "the output at line \($0)" }
    }
    for (target, data) in drawn.sorted(by: { $0.key < $1.key }) {
      let file = URL(fileURLWithPath: page.path(of: target))
      if FileManager.default.contents(atPath: file.path) == data { continue }
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try data.write(to: file)
      changes.append(target)
    }
    return changes
  }
}
