import Foundation
import TestSupport
import Testing
import Unroll

@testable import CommandLineTool
@testable import UnrollConsole

/// `unroll tour`, with few series, one epoch and three claims.
@Suite struct TourCommandTests {
  private static let small = TourCommand(
    lab01: { Lab01(data: .lecture(counts: (60, 20, 20))) }, epochs: 1,
    claims: Claim.all.filter { ["S5", "K5", "A7"].contains($0.id) })

  private func run(columns: Int? = nil) throws -> (code: ExitCode, text: String, page: String) {
    let captured = CapturedConsole(columns: columns)
    let folder = FileManager.default.temporaryDirectory.appending(path: "tour-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let code = Tool(commands: [Self.small]).run(["tour", "--out", folder], captured.console)
    return (
      code, captured.text, try String(contentsOfFile: folder + "/tour.html", encoding: .utf8)
    )
  }

  @Test func `all stops are shown, and stand in the report`() throws {
    let (code, text, page) = try run()
    // A network that saw sixty series once does not come out as in the lecture.
    #expect(code == .checkFailed)
    for title in ["on a tape", "checked", "comes back", "forecasts", "claim", "Where next"] {
      let isHeading = page.split(separator: "\n").contains {
        $0.hasPrefix("<h2>") && $0.contains(title)
      }
      #expect(text.contains(title) && isHeading, "\(title)")
    }
    for number in ["0.669881313690", "0.6055", "overwrites the weights'", "Computing 2 of 3"] {
      #expect(text.contains(number), "\(number)")
    }
    #expect(!text.contains("\n\n\n"))
  }

  @Test func `the report is one file with figures that say what they show`() throws {
    let page = try run().page
    let images = page.split(separator: "<img ").dropFirst()
    #expect(images.count == 4)
    #expect(
      images.allSatisfy { $0.hasPrefix("alt=\"") && $0.contains("data:image/svg+xml;base64,") })
    #expect(images.allSatisfy { !$0.hasPrefix("alt=\"\"") })
    #expect(!page.contains("http") && !page.contains("<script"))
    // Where the window is narrow, each cell stands on a line of its own behind its column's title.
    #expect(page.contains("<td data-title=\"Claim\">S5</td>"))
    #expect(page.contains("class=\"green\" data-title=\"Verdict\">reproduced"))
  }

  @Test func `a window of eighty columns shows every line whole`() throws {
    let lines = try run(columns: 80).text.split(separator: "\n")
    // A path stays whole, and a progress line is redrawn.
    let wide = lines.filter {
      displayWidth(String($0)) > 80 && !$0.hasPrefix("The report: ") && !$0.contains("Epoch")
        && !$0.contains(Coursework.program)
    }
    #expect(wide.isEmpty, "\(wide)")
  }

  @Test func `text can't become markup`() {
    var page = HTMLPage(title: "a < b & \"c\"")
    page.parts = [.text("<b>"), .code("x </pre>"), .heading("&")]
    #expect(page.html.contains("<title>a &lt; b &amp; &quot;c&quot;</title>"))
    #expect(page.html.contains("<p>&lt;b&gt;</p>") && page.html.contains("x &lt;/pre&gt;</pre>"))
    #expect(page.html.contains("<h2>&amp;</h2>"))
  }
}
