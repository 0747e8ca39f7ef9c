import Foundation
import Testing
import UnrollSequences

@Suite struct LabelledTextsTests {
  private func pairs(_ texts: [LabelledText]?) -> [String]? {
    texts?.map { "\($0.label) \($0.text)" }
  }

  @Test(arguments: [
    ("1\tgood \"film\n0\tbad\n", "in lines of a label and a text"),
    ("1\t0_9\tgood \"film\r\n0\t1_2\tbad", "in lines of a label, a name and a text"),
    ("\u{FEFF}good \"film\tPositive\n\n \nbad\tNEG\n", "in lines of a text and a label"),
    (
      "label\ttext\npos\tgood \"film\nneg\tbad\n",
      "from the column text, their labels from the column label"
    ),
    (
      "id\tsentiment\tReview\n7\t1\tgood \"film\n8\t0\tbad\n",
      "from the column Review, their labels from the column sentiment"
    ),
    (
      "sentiment\twords\n1\tgood \"film\n0\tbad\n",
      "from the column words, their labels from the column sentiment"
    ),
  ])
  func `lines with tabs between the cells are read`(_ text: String, _ source: String) throws {
    let file = try TemporaryFile(text, ending: ".tsv")
    let texts = try LabelledTexts.read(file.path)
    #expect(pairs(texts.train) == ["1 good \"film", "0 bad"])
    #expect(texts.test == nil)
    #expect(
      file.hidden(in: texts.remark) == "FILE: 2 texts to train on and none to test by, \(source).")
  }

  @Test func `a text keeps its place, and all that stands in it`() throws {
    let text = "A\u{85}b\u{2028}<br /> \"c\" é"
    let file = try TemporaryFile("1\t\(text)\n\n0\t\(text)\n", ending: ".tsv")
    let texts = try LabelledTexts.read(file.path).train
    #expect(texts[0] == LabelledText(text, label: 1, file: file.path, line: 1))
    #expect(texts[1].place.description == "\(file.path), line 3")
  }

  @Test func `Kaggle's CSV is read, with line ends in quoted cells`() throws {
    let file = try TemporaryFile(
      "review,sentiment\r\n\"One, two.\r\n\"\"Three\"\"\",positive\r\nbad,negative\r\n",
      ending: ".csv")
    let texts = try LabelledTexts.read(file.path)
    #expect(pairs(texts.train) == ["1 One, two.\r\n\"Three\"", "0 bad"])
    #expect(texts.train.map(\.place.line) == [2, 4])
    #expect(
      file.hidden(in: texts.remark)
        == "FILE: 2 texts to train on and none to test by, from the column review, their labels from the "
        + "column sentiment.")
  }

  @Test func `columns are read by the names that are given`() throws {
    let file = try TemporaryFile(
      "text,label,summary,liked\na,x,fine,1\nb,y,awful,0\n", ending: ".csv")
    let texts = try LabelledTexts.read(file.path, text: "summary", label: "liked")
    #expect(pairs(texts.train) == ["1 fine", "0 awful"])
    #expect(pairs(try LabelledTexts.read(file.path, label: "liked").train) == ["1 a", "0 b"])
    #expect(
      throws: CSVError(
        file: file.path, line: 1, column: "Liked",
        .missingColumn(available: [
          "text", "label", "summary", "liked",
        ]))
    ) { try LabelledTexts.read(file.path, label: "Liked") }
  }

  @Test func `CSV without names of columns, and another delimiter, are read`() throws {
    let file = try TemporaryFile("0;bad, very bad\n1;good\n")
    #expect(pairs(try LabelledTexts.read(file.path).train) == ["0 bad, very bad", "1 good"])
    let tabs = try TemporaryFile("text\tlabel\n\"good\nfilm\"\t1\nbad\t0\n", ending: ".csv")
    #expect(pairs(try LabelledTexts.read(tabs.path).train) == ["1 good\nfilm", "0 bad"])
  }

  @Test func `aclImdb is read by number, the negative one of two first`() throws {
    let folder = try TemporaryFile(files: [
      "aclImdb/train/pos/0_9.txt": "p0", "aclImdb/train/pos/2_8.txt": "p2\n",
      "aclImdb/train/pos/10_10.txt": "p10", "aclImdb/train/neg/0_3.txt": "n0",
      "aclImdb/train/neg/10_1.txt": "n10", "aclImdb/train/neg/2_4.txt": "n2",
      "aclImdb/train/unsup/0_0.txt": "u0", "aclImdb/train/urls_pos.txt": "x",
      "aclImdb/train/pos/.DS_Store": "x", "aclImdb/test/neg/7_2.txt": "n7",
      "aclImdb/test/pos/5_7.txt": "p5",
    ])
    for path in [folder.path, folder.path + "/aclImdb", folder.path + "/aclImdb/"] {
      let texts = try LabelledTexts.read(path)
      #expect(pairs(texts.train) == ["0 n0", "1 p0", "0 n2", "1 p2", "0 n10", "1 p10"])
      #expect(pairs(texts.test) == ["1 p5", "0 n7"])
      #expect(texts.train[1].place.description == folder.path + "/aclImdb/train/pos/0_9.txt")
      #expect(
        folder.hidden(in: texts.remark)
          == "FILE/aclImdb\(path.hasSuffix("/") ? "/" : ""): 6 texts to train on and 2 to test by, each in a "
          + "file of its own; unsup, which has no labels, was left out.")
    }
    let part = try LabelledTexts.read(folder.path + "/aclImdb/test")
    #expect(pairs(part.train) == ["1 p5", "0 n7"])
    #expect(part.test == nil)
  }

  @Test func `a folder with two tables has both parts`() throws {
    let folder = try TemporaryFile(files: [
      "imdb_train.tsv": "0\t0_2\ta\n1\t0_8\tb\n", "imdb_test.tsv": "1\t0_7\tc\n0\t1_1\td\n",
    ])
    let texts = try LabelledTexts.read(folder.path)
    #expect(pairs(texts.train) == ["0 a", "1 b"])
    #expect(pairs(texts.test) == ["1 c", "0 d"])
    #expect(
      folder.hidden(in: texts.remark)
        == "FILE: 2 texts to train on and 2 to test by, in lines of a label, a name and a text.")
    #expect(try LabelledTexts.read(folder.path + "/imdb_train.tsv").test == nil)
    let packed = try TemporaryFile(files: [
      "train.csv": "label,text\n1,a\n0,b\n", "test.csv.xz": "x",
    ])
    let half = try LabelledTexts.read(packed.path)
    #expect(half.test == nil)
    #expect(
      packed.hidden(in: half.remark).hasSuffix("; FILE/test.csv.xz is packed and was not read."))
  }
}
