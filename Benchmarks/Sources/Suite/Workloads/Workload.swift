/// Something to time, under a name that our side and all peers know it by.
struct Workload: Sendable {
  /// The name on the command line and in the peers' scripts.
  let name: String

  /// What it is, for a reader.
  let title: String

  /// The floating-point operations of the matrix products of one step; nil where they do not matter.
  var operations: Double?

  /// What is to be reached.
  var goal: Goal?

  /// Prepares the workload for so many threads: everything that is not timed.
  let begin: @Sendable (_ threads: Int) -> Session
}

/// A ratio that is to be reached, against the fastest peer or against one.
struct Goal: Sendable {
  let ratio: Double
  let stretch: Double
  var peer: String?
}

/// A prepared workload.
struct Session {
  /// Numbers that must agree on all sides before times are compared.
  let values: [Double]

  /// What is timed.
  let step: () -> Void
}
