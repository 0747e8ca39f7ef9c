/// The Swift program that a page's cells make: one after the other, with a mark printed behind each.
package struct PageProgram: Sendable {
  /// What the compiler is given as main.swift.
  let main: String

  /// Weaves the first cells of a page.
  init(_ page: Page, cells count: Int) {
    var lines = ["unrollBeginPage()"]
    for (index, cell) in page.cells.prefix(count).enumerated() {
      // What the compiler says is said about the page.
      lines.append("#sourceLocation(file: \"\(page.sourceName)\", line: \(cell.line))")
      lines += cell.code
      lines.append("unrollEndCell(\(index + 1))")
    }
    main = lines.joined(separator: "\n") + "\n"
  }

  /// The second file of the program. Nothing waits in a buffer, so that what a cell printed is there when it crashes.
  static let support = """
    #if canImport(Darwin)
      @preconcurrency import Darwin
    #elseif canImport(Musl)
      @preconcurrency import Musl
    #else
      @preconcurrency import Glibc
    #endif

    func unrollBeginPage() { setvbuf(stdout, nil, _IONBF, 0) }

    func unrollEndCell(_ number: Int) { Swift.print("\\u{1E}\\(number)") }

    """
}
