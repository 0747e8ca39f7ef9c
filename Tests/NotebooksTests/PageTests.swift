import Testing

@testable import UnrollNotebooks

/// Reading a page.
@Suite struct PageTests {
  @Test
  func `cells and outputs are found with their lines, and each output has the cells before it`() {
    let page = Page(
      """
      # Title

      ```swift
      let a = 1
      print(a)
      ```

      ```swift
      print(2)
      ```

      ```text
      1
      2
      ```

      ```console
      not compared
      ```

      ```swift
      print(3)
      ```

      ````text
      ```
      3
      ````
      """, name: "page.md")
    #expect(
      page.cells == [
        .init(line: 4, code: ["let a = 1", "print(a)"]), .init(line: 9, code: ["print(2)"]),
        .init(line: 22, code: ["print(3)"]),
      ])
    #expect(page.outputs.map(\.line) == [13, 26])
    #expect(page.outputs.map(\.cells) == [0..<2, 2..<3])
    #expect(page.outputs.map(\.text) == [["1", "2"], ["```", "3"]])
    #expect(page.faults.isEmpty)
    #expect(page.cell(atLine: 5) == 0 && page.cell(atLine: 7) == nil && page.cell(atLine: 22) == 2)
  }

  @Test func `an output before any cell has none`() {
    #expect(Page("```text\nx\n```\n", name: "p").outputs.map(\.cells) == [0..<0])
  }

  @Test func `a tolerance belongs to the next output or image, and to no other`() {
    let page = Page(
      """
      <!-- tolerance: 30%, 40 -->
      ![one](a.svg) ![two](b.svg)

      <!-- tolerance: 1e-6 -->

      ```text
      x
      ```

      ```text
      y
      ```
      """, name: "p")
    #expect(page.links.map(\.tolerance) == [Tolerance("30%, 40"), .exact])
    #expect(page.outputs.map(\.tolerance) == [Tolerance("1e-6"), .exact])
  }

  @Test(arguments: ["abc", "", "1%, x", "-1", "1 %%"])
  func `a tolerance that can't be read is a fault`(_ words: String) {
    let page = Page("\n<!-- tolerance: \(words) -->\n", name: "p")
    #expect(page.faults.map(\.line) == [2])
  }

  @Test func `a block that is not closed or is indented is a fault where it begins`() {
    let open = Page("a\n\n```text\n1\n``\n", name: "p")
    #expect(open.faults == [.init(line: 3, sentence: "the block that begins here is never closed")])
    #expect(open.outputs.isEmpty)
    let indented = Page("- item\n\n  ```swift\n  x\n  ```\n", name: "p")
    #expect(indented.faults.map(\.line) == [3])
    #expect(indented.cells.isEmpty)
  }

  @Test func `links and images are found over line ends, in tags and definitions, and not in code`()
  {
    let page = Page(
      """
      See [one
      thing](one.md#part) and `[no](no.md)`, [![inner](i.svg)](<outer.md> "title").

      <picture><source srcset="dark.svg"><img src="light.svg" alt="a
      picture"></picture>

      [ref]: ref.md
      ```swift
      let x = "[a](b.md)"
      ```
      ![](bare.svg)
      """, name: "p")
    #expect(
      page.links.filter { !$0.isImage }.map(\.target)
        == ["one.md#part", "outer.md", "dark.svg", "ref.md"])
    let images = page.links.filter(\.isImage)
    #expect(images.map(\.target) == ["i.svg", "light.svg", "bare.svg"])
    #expect(images.map(\.alternative) == ["inner", "a\npicture", ""])
    #expect(images.map(\.line) == [1, 4, 11])
  }

  @Test func `line ends of Windows are no part of a line`() {
    let page = Page("```swift\r\nprint(1)\r\n```\r\n```text\r\n1\r\n```\r\n", name: "p")
    #expect(page.cells.map(\.code) == [["print(1)"]])
    #expect(page.outputs.map(\.text) == [["1"]])
  }
}
