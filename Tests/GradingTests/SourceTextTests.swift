import Testing

@testable import UnrollGrading

/// Names that a solution must not use.
@Suite struct SourceTextTests {
  @Test(
    arguments: [
      ("let a = softmax(x)", 1), ("// softmax\nlet s = \"softmax\"\nx.softmax()", 3),
      ("/* softmax /* */ softmax */ y\n\"\"\"\nsoftmax\n\"\"\"", nil), ("softmaxOf(x)", nil),
      ("let a = \"\\\"softmax\" // \"\nsoftmax", 2), ("", nil),
      ("let a = \"\\(softmax(\"x\"))\"", 1), ("let a = #\"\\\"#\nsoftmax // \"", 2),
      ("let a = #\"\\(softmax) \\#(x) softmax\"#", nil), ("let a = \"open\nsoftmax", 2),
      ("// one\r\nsoftmax\r\n", 2), ("let a = \"\"\"\r\n\" softmax\r\n\"\"\"\r\nsoftmax", 4),
    ] as [(String, Int?)])
  func `names count outside comments and texts`(source: String, line: Int?) {
    let found = ForbiddenNames(["softmax"]).first(in: source)
    #expect(found?.line == line)
    #expect(found == nil || found?.name == "softmax")
  }

  @Test(
    arguments: [
      ("import UnrollAutodiff", "import UnrollAutodiff"),
      ("@testable import Unroll", "import Unroll"),
      ("import struct Unroll.Tensor", "import Unroll"),
      ("import Foundation\nimport UnrollCourse", nil), ("import\nUnroll", "import Unroll"),
      ("import Foundation; import Unroll", "import Unroll"),
      ("import Foundation\r\nimport Unroll\r\n", "import Unroll"),
    ] as [(String, String?)])
  func `other modules are refused by name`(source: String, name: String?) {
    #expect(ForbiddenNames([]).first(in: source)?.name == name)
    let why = name.map { VerdictWords(.forbidden(name: $0, line: 3), Course.standard.sheets[0]) }
    #expect(
      why.map(\.paragraphs)
        == name.map {
          [
            .text(
              "Line 3 has '\($0)' in it: an exercise may import Foundation and UnrollCourse only.")
          ]
        })
  }
}

/// Files of others on their way into a workshop.
@Suite struct WorkshopTests {
  @Test func `the student's beginning is taken out, and nothing else`() {
    let text = "// @main stays\n@main struct A { let s = \"@main\" }\n"
    #expect(
      Workshop.withoutMain(text) == "// @main stays\n      struct A { let s = \"@main\" }\n")
    #expect(Workshop.withoutMain("struct A {}") == "struct A {}")
    #expect(Workshop.withoutMain("") == "")
  }
}
