/// Some of a kind, as the names of cases have it: `1 unit`, `3 units`.
func counted(_ count: Int, _ one: String) -> String {
  count == 1 ? "1 \(one)" : "\(count) \(one)s"
}
