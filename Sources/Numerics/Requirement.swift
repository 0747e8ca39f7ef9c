/// Stops the program with a sentence where a programmer's mistake would give a wrong answer.
///
/// The sentence names the operation, says what came and what was expected. Swift's own `precondition`
/// keeps silent in release builds, where students run their experiments; this one does not.
@inline(__always)
package func require(
  _ condition: @autoclosure () -> Bool, _ sentence: @autoclosure () -> String,
  file: StaticString = #fileID, line: UInt = #line
) {
  if !condition() { fatalError(sentence(), file: file, line: line) }
}
