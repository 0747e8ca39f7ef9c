import Foundation
import Testing
import UnrollSequences

/// What is said about files and folders that hold no labelled texts.
@Suite struct LabelledTextErrorTests {
  /// The sentence with which reading ends; empty where it succeeds.
  private func sentence(_ file: TemporaryFile, text: String? = nil, label: String? = nil) -> String
  {
    do {
      _ = try LabelledTexts.read(file.path, text: text, label: label)
      return ""
    } catch {
      return file.hidden(in: "\(error)")
    }
  }

  @Test(arguments: [
    ("1\ta\n0\n", "FILE, line 2: found 1 cell, separated by tabs; expected 2, as on line 1."),
    (
      "\n1\ta\n0\tb\tc\n",
      "FILE, line 3: found 3 cells, separated by tabs; expected 2, as on line 2."
    ),
    (
      "1\ta\nmild\tb\n",
      "FILE, line 2: found the label 'mild'; expected positive or negative, pos or neg, 1 or 0."
    ),
    (
      "1\ta\n2\tb\n",
      "FILE, line 2: found the label '2'; expected positive or negative, pos or neg, 1 or 0."
    ),
    (
      "1\ta\n\tb\n",
      "FILE, line 2: found the label ''; expected positive or negative, pos or neg, 1 or 0."
    ),
    (
      "1\ta\n0\t \n",
      "FILE, line 2: found a label and no text; expected a text; complete the line, or take it out."
    ),
    (
      "1\ta\n1\tb\n",
      "FILE: found 2 texts, all of them positive; expected positive and negative ones."
    ),
    ("0\ta\n", "FILE: found one text, which is negative; expected positive and negative ones."),
    ("label\ttext\n", "FILE: found no texts; expected positive and negative ones."),
    (
      "mild\ta long text about a long film\n1\tb\n",
      "FILE, line 1: found the cells 'mild', 'a long text about a lon…'; expected names of columns, such as "
        + "text and label, or a label (positive or negative, pos or neg, 1 or 0) and a text."
    ),
    (
      "just a text\n",
      "FILE, line 1: found the cell 'just a text'; expected names of columns, such as text and label, or a "
        + "label (positive or negative, pos or neg, 1 or 0) and a text."
    ),
    (
      "label\tsentiment\ttext\n1\t1\ta\n",
      "FILE, line 1: found the cells 'label', 'sentiment', 'text'; expected names of columns, such as text "
        + "and label, or a label (positive or negative, pos or neg, 1 or 0) and a text."
    ),
    (
      "1\ta\n0\tb\0\n",
      "FILE, line 2: found a byte 0, which stands in no text; expected text in UTF-8. "
        + "Name another file, or save this one as UTF-8."
    ),
    (
      "1\ta\r0\tb\r",
      "FILE: found lines that end with \\r alone; expected \\n. Save the file with the "
        + "line ends of Unix or Windows."
    ),
    ("", "FILE: found nothing; expected text."),
  ])
  func `lines with tabs are refused with their place`(_ text: String, _ expected: String) throws {
    #expect(sentence(try TemporaryFile(text, ending: ".tsv")) == expected)
  }

  @Test(arguments: [
    (
      "review,sentiment\na,positive\nb\n",
      "FILE, line 3: found 1 cell, separated by commas; expected 2, as many as there are columns. Complete "
        + "the line, or put quotes around a cell that holds commas itself."
    ),
    (
      "review,sentiment\n\"a\n\n\",mild\n",
      "FILE, line 2: found the label 'mild'; expected positive or negative, pos or neg, 1 or 0."
    ),
    (
      "review,sentiment\n\"\",pos\n",
      "FILE, line 2: found a label and no text; expected a text; complete the line, or take it out."
    ),
    (
      "review,sentiment\n\"a,pos\nb,neg\n",
      "FILE, line 2: found a quote (\") that is never closed; expected a second one. Close it, and write a "
        + "quote inside a quoted cell twice (\"\")."
    ),
    (
      "review,sentiment\na,pos\n",
      "FILE: found one text, which is positive; expected positive and negative ones."
    ),
    ("review,sentiment\n", "FILE: found no texts; expected positive and negative ones."),
    (
      "a,b,c\n1,2,3\n",
      "FILE, line 1: found the cells 'a', 'b', 'c'; expected names of columns, such as text and label, or a "
        + "label (positive or negative, pos or neg, 1 or 0) and a text."
    ),
  ])
  func `CSV is refused with its place`(_ text: String, _ expected: String) throws {
    #expect(sentence(try TemporaryFile(text, ending: ".csv")) == expected)
  }

  @Test func `a column that is not there is answered with the name that was meant`() throws {
    #expect(
      sentence(try TemporaryFile("review,liked\na,1\nb,0\n", ending: ".csv"), label: "Liked")
        == "FILE, line 1, column Liked: found no column of this name; the columns are review, liked. Did you "
        + "mean 'liked'?")
    #expect(
      sentence(try TemporaryFile("text\tl\tl\na\t1\t0\n", ending: ".tsv"), label: "l")
        == "FILE, line 1, column l: found several columns of this name; expected one. Rename the others."
    )
  }

  @Test(arguments: [
    (
      ["a.txt": "x"],
      "FILE: found a folder without labelled texts; expected train/pos and train/neg, as in aclImdb, or a "
        + "file train.tsv or train.csv; a file of another name can be given itself."
    ),
    (
      ["imdb_train.tsv.xz": "x", "imdb_test.tsv.xz": "x"],
      "FILE/imdb_train.tsv.xz: found a file packed by xz; expected text. Unpack it first: "
        + "xz -dk FILE/imdb_train.tsv.xz"
    ),
    (
      ["aclImdb_v1.tar.gz": "x"],
      "FILE/aclImdb_v1.tar.gz: found a file packed by gzip; expected text. Unpack it first: "
        + "tar -xf FILE/aclImdb_v1.tar.gz"
    ),
    (
      ["train/pos/0_9.txt": "good", "train/neg/notes.txt": "bad"],
      "FILE/train/neg/notes.txt: found the name 'notes.txt'; expected a number and a rating, such as "
        + "0_9.txt; take the file out of the folder."
    ),
    (
      ["train/pos/0_9.txt": "good", "train/neg/0_1.txt/a": "bad"],
      "FILE/train/neg/0_1.txt: found the name '0_1.txt'; expected a number and a rating, such as 0_9.txt; "
        + "take the file out of the folder."
    ),
    (
      ["train/pos/0_9.txt": "good", "train/neg/0_1.txt": " \n"],
      "FILE/train/neg/0_1.txt: found no text; expected a review; complete the file, or take it out."
    ),
    (
      ["train/pos/0_9.txt": "good", "train/neg/0_1.txt": ""],
      "FILE/train/neg/0_1.txt: found nothing; expected text."
    ),
    (
      ["train/pos/0_9.txt": "good", "train/neg/.keep": ""],
      "FILE/train: found one text, which is positive; expected positive and negative ones."
    ),
    (
      ["train/pos/0_9.txt": "a", "train/neg/0_1.txt": "b", "test/all.txt": "c"],
      "FILE/test/neg: no such file; check the spelling and the folder."
    ),
  ])
  func `folders are refused with the file that is wrong`(
    _ files: [String: String], _ expected: String
  )
    throws
  {
    #expect(sentence(try TemporaryFile(files: files)) == expected)
  }

  @Test func `columns can't be named where there are none`() throws {
    let folder = try TemporaryFile(files: ["pos/0_9.txt": "a", "neg/0_1.txt": "b"])
    #expect(
      sentence(folder, label: "x")
        == "FILE: found texts in files of their own; expected a table, because columns are named.")
  }

  @Test func `a path that leads nowhere is no folder and no file`() {
    #expect(throws: TextFileError(file: "nowhere/aclImdb", .noSuchFile)) {
      try LabelledTexts.read("nowhere/aclImdb")
    }
  }
}
