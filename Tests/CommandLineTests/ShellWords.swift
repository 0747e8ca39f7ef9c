/// The words of a line as a shell reads them: what stands in double quotes is one word.
func shellWords(_ line: String) -> [String] {
  let parts = line.split(separator: "\"", omittingEmptySubsequences: false)
  return parts.enumerated().flatMap { index, part in
    index.isMultiple(of: 2) ? part.split(separator: " ").map(String.init) : [String(part)]
  }
}
