import Testing

/// Expects the standard error of a stopped program to hold some words; line breaks count as spaces.
package func expectSentence(
  _ result: ExitTest.Result?, _ words: String, sourceLocation: SourceLocation = #_sourceLocation
) {
  let output = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  let said = output.firstRange(of: "Current stack trace").map { output[..<$0.lowerBound] }
  let text = (said ?? output[...]).split(whereSeparator: \.isNewline).joined(separator: " ")
  #expect(text.contains(words), sourceLocation: sourceLocation)
}
