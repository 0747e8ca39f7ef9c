import Foundation
import Testing

@testable import UnrollNotebooks

/// Holding a page against a run, and putting a run into a page.
@Suite struct PageCheckTests {
  private static let text = """
    # Numbers

    ```swift
    print(1)
    ```

    ```text
    1
    ```

    ```swift
    print(2.5); print("x"); draw("figures/a.svg")
    ```

    <!-- tolerance: 10% -->
    ```text
    2.4
    x
    ```

    ![A figure.](figures/a.svg)
    """

  /// A page in a folder of its own.
  private func page(_ text: String = text, figure: String? = "<svg>1</svg>\n") throws -> Page {
    let folder = FileManager.default.temporaryDirectory.path + "/unroll-check-\(UUID())"
    try FileManager.default.createDirectory(
      atPath: folder + "/figures", withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/page.md"))
    if let figure {
      try Data(figure.utf8).write(to: URL(fileURLWithPath: folder + "/figures/a.svg"))
    }
    return Page(text, name: folder + "/page.md")
  }

  private func remove(_ page: Page) {
    try? FileManager.default.removeItem(
      at: URL(fileURLWithPath: page.name).deletingLastPathComponent())
  }

  private func run(
    _ printed: String, ending: PageRun.Ending = .done,
    figures: [String: String] = [
      "figures/a.svg": "<svg>1</svg>\n"
    ]
  ) -> PageRun {
    var outputs = CellOutputs()
    outputs.take(Data(printed.utf8))
    outputs.end()
    return PageRun(
      ending: ending, outputs: outputs, files: figures.mapValues { Data($0.utf8) })
  }

  private let right = "1\n\u{1E}1\n2.5\nx\n\u{1E}2\n"

  /// What is complained about, without the page's folder.
  private func complaints(_ check: PageCheck, _ page: Page) -> [String] {
    check.complaints.map { $0.replacing(page.name, with: "page.md") }
  }

  @Test func `a page that is true has no complaints`() throws {
    let page = try page()
    defer { remove(page) }
    let check = PageCheck.verify(page, run(right))
    #expect(complaints(check, page) == [])
    #expect(check.outputs == 2 && check.figures == 1)
  }

  @Test func `a wrong number is shown with the line of the page, both sides and the tolerance`()
    throws
  {
    let page = try page()
    defer { remove(page) }
    let exact = PageCheck.verify(page, run("7\n\u{1E}1\n2.5\nx\n\u{1E}2\n"))
    #expect(
      complaints(exact, page) == [
        "page.md:8: cell 1 printed something else (- page, + program)\n  8 - 1\n    + 7"
      ])
    let loose = PageCheck.verify(page, run("1\n\u{1E}1\n2.9\nx\n\u{1E}2\n"))
    #expect(
      complaints(loose, page) == [
        """
        page.md:17: cell 2 printed something else (- page, + program; numbers may differ by 10%)
          17 - 2.4
             + 2.9
        """
      ])
  }

  @Test func `a figure that differs, is not there, is not drawn or is not shown is wrong`() throws {
    let page = try page()
    defer { remove(page) }
    let other = PageCheck.verify(page, run(right, figures: ["figures/a.svg": "<svg>2</svg>\n"]))
    #expect(
      complaints(other, page) == [
        """
        page.md:21: figures/a.svg is not what the program drew (- file, + program)
          1 - <svg>1</svg>
            + <svg>2</svg>
        """
      ])
    let lost = PageCheck.verify(page, run(right, figures: [:]))
    #expect(
      complaints(lost, page) == ["page.md:21: figures/a.svg was not drawn, though a cell names it"])
    let more = PageCheck.verify(
      page,
      run(right, figures: ["figures/a.svg": "<svg>1</svg>\n", "b.svg": "", "model.json": ""]))
    #expect(
      complaints(more, page) == ["page.md: the program drew b.svg, which the page does not show"])
    let bare = try self.page(figure: nil)
    defer { remove(bare) }
    #expect(
      complaints(PageCheck.verify(bare, run(right)), bare)
        == ["page.md:21: figures/a.svg leads nowhere"])
  }

  @Test func `a figure within its tolerance passes, whatever its names are made of`() throws {
    let drawn =
      #"<svg aria-labelledby="title-1ab desc-1ab"><desc id="desc-1ab">2.01</desc></svg>"# + "\n"
    let kept =
      #"<svg aria-labelledby="title-9zx desc-9zx"><desc id="desc-9zx">2.00</desc></svg>"# + "\n"
    let image = "![A figure.]"
    let close = Self.text.replacingOccurrences(of: image, with: "<!-- tolerance: 1% -->\n" + image)
    for (text, count) in [(close, 0), (Self.text, 1)] {
      let page = try page(text, figure: kept)
      defer { remove(page) }
      let check = PageCheck.verify(page, run(right, figures: ["figures/a.svg": drawn]))
      #expect(complaints(check, page).count == count)
    }
  }

  @Test func `output behind the last block is wrong`() throws {
    let page = try page(Self.text + "\n\n```swift\nprint(4)\n```\n")
    defer { remove(page) }
    let check = PageCheck.verify(page, run(right + "4\n\u{1E}3\n"))
    #expect(
      complaints(check, page)
        == ["page.md: the program printed this after the last text block\n  + 4"])
  }

  @Test func `a cell that stops is named, and the outputs before it are still compared`() throws {
    let page = try page()
    defer { remove(page) }
    let check = PageCheck.verify(
      page,
      run(
        "7\n\u{1E}1\n2.5\n",
        ending: .stopped(cell: 1, how: "crashed (signal 5)", said: "Fatal error: oh"),
        figures: [:]))
    #expect(
      complaints(check, page) == [
        """
        page.md:12: cell 2 crashed (signal 5)
        Fatal error: oh
        It had printed, at last:
        7
        2.5
        """,
        "page.md:8: cell 1 printed something else (- page, + program)\n  8 - 1\n    + 7",
      ])
  }

  @Test func `links, alternative texts and blocks are checked without a program`() throws {
    let page = try page("[a](b.md)\n[c](#d)\n[e](https://x.y)\n\n![](figures/a.svg)\n\n```text\n")
    defer { remove(page) }
    #expect(
      complaints(PageCheck.verify(page, nil), page) == [
        "page.md:7: the block that begins here is never closed", "page.md:1: b.md leads nowhere",
        "page.md:5: the image figures/a.svg has no alternative text",
      ])
  }

  // MARK: - update

  private func written(_ page: Page) throws -> String {
    try String(contentsOfFile: page.name, encoding: .utf8)
  }

  @Test(arguments: ["\n", "\r\n"], [true, false])
  func `update changes the outputs and the figure, and nothing else`(
    _ lineEnd: String, _ endsWithLine: Bool
  ) throws {
    let old = (Self.text + (endsWithLine ? "\n" : "")).replacing("\n", with: lineEnd)
    let page = try page(old)
    defer { remove(page) }
    let run = run(
      "1\n\u{1E}1\n2.5\ny\nz\n\u{1E}2\n", figures: ["figures/a.svg": "<svg>3</svg>\n"])
    let check = try PageCheck.update(page, run)
    #expect(complaints(check, page) == [])
    #expect(check.changes == ["the output at line 17", "figures/a.svg"])
    let expected = old.replacing(
      "2.4\(lineEnd)x\(lineEnd)", with: "2.5\(lineEnd)y\(lineEnd)z\(lineEnd)")
    let text = try written(page)
    #expect(Array(text.utf8) == Array(expected.utf8))
    let again = Page(text, name: page.name)
    #expect(try PageCheck.update(again, run).changes == [])
    #expect(complaints(PageCheck.verify(again, run), page) == [])
  }

  @Test func `outputs that grow and shrink do not move each other`() throws {
    let page = try page()
    defer { remove(page) }
    let run = run("5\n6\n7\n\u{1E}1\n\u{1E}2\n")
    let check = try PageCheck.update(page, run)
    #expect(check.changes == ["the output at line 8", "the output at line 17"])
    let text = try written(page)
    #expect(
      text
        == Self.text.replacing("```text\n1\n", with: "```text\n5\n6\n7\n")
        .replacing("2.4\nx\n", with: ""))
  }

  @Test func `update writes nothing where the run or the page is wrong`() throws {
    let page = try page()
    defer { remove(page) }
    let stopped = PageRun.Ending.stopped(cell: 1, how: "crashed", said: "")
    let crashed = try PageCheck.update(page, run("7\n\u{1E}1\n", ending: stopped))
    #expect(!crashed.isTrue && crashed.changes == [])
    let fence = try PageCheck.update(page, run("```\n\u{1E}1\n2.5\nx\n\u{1E}2\n"))
    #expect(fence.complaints.count == 1 && fence.changes == [])
    let open = try self.page(Self.text + "\n```text\n")
    defer { remove(open) }
    #expect(try PageCheck.update(open, run("7\n\u{1E}1\n2.5\nx\n\u{1E}2\n")).changes == [])
    let isAsItWas = try written(page) == Self.text
    #expect(isAsItWas)
  }

  @Test func `update leaves a page alone that was saved while it ran`() throws {
    let page = try page()
    defer { remove(page) }
    try Data("other".utf8).write(to: URL(fileURLWithPath: page.name))
    let check = try PageCheck.update(page, run("7\n\u{1E}1\n2.5\nx\n\u{1E}2\n"))
    #expect(!check.isTrue)
    #expect(try written(page) == "other")
  }
}
