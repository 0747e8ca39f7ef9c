import Foundation

/// Stops the program with a sentence where a programmer's mistake would give a wrong answer.
///
/// The sentence names the operation, says what came and what was expected. Swift's own `precondition`
/// keeps silent in release builds, where students run their experiments; this one does not.
@inline(__always)
package func require(
  _ condition: @autoclosure () -> Bool, _ sentence: @autoclosure () -> String,
  file: StaticString = #fileID, line: UInt = #line
) {
  if !condition() { stop(sentence(), file: file, line: line) }
}

/// Stops the program with a sentence, and writes out first what was printed before: in a pipe or a file
/// it would be lost otherwise.
package func stop(_ sentence: String, file: StaticString = #fileID, line: UInt = #line) -> Never {
  fflush(nil)
  fatalError(sentence, file: file, line: line)
}
