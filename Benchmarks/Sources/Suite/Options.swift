import Foundation

/// What was asked for on the command line.
struct Options {
  enum Command: String, CaseIterable {
    case compare, measure, work, profile, subnormals, memory, lengths, stream, peak
  }

  var command = Command.compare
  var workloads = allWorkloads
  var threads = [1]
  var rounds = 7
  var seconds = 0.5
  var competitors = [Competitor.ours] + Competitor.peers
  var jsonFile: String?
  var markdownFile: String?

  init(_ arguments: [String]) throws {
    var rest = arguments[...]
    if let first = rest.first, !first.hasPrefix("-") {
      guard let known = Command(rawValue: first) else {
        throw SuiteError("there is no command \(first); see --help")
      }
      command = known
      rest.removeFirst()
    }
    while let option = rest.popFirst() {
      if option == "--alone" {
        competitors = [.ours]
        continue
      }
      guard let value = rest.popFirst() else { throw SuiteError("\(option) needs a value") }
      try set(option, value)
    }
  }

  private mutating func set(_ option: String, _ value: String) throws {
    switch option {
    case "--workload":
      workloads = try Self.chosen(value, from: allWorkloads, \.name)
    case "--peers":
      competitors = try [.ours] + Self.chosen(value, from: Competitor.peers, \.name)
    case "--threads":
      threads = try value.split(separator: ",").map(String.init)
        .map { try Self.number(option, $0, Int.init) }
    case "--rounds": rounds = try Self.number(option, value, Int.init)
    case "--seconds": seconds = try Self.number(option, value, Double.init)
    case "--json": jsonFile = value
    case "--markdown": markdownFile = value
    default: throw SuiteError("there is no option \(option); see --help")
    }
  }

  /// The things whose names stand in a list, in the order of `all`.
  private static func chosen<Item>(
    _ list: String, from all: [Item], _ name: (Item) -> String
  ) throws -> [Item] {
    let names = list.split(separator: ",").map(String.init)
    if let unknown = names.first(where: { asked in !all.contains { name($0) == asked } }) {
      let known = all.map(name).joined(separator: ", ")
      throw SuiteError("there is no \(unknown); choose from \(known)")
    }
    return all.filter { names.contains(name($0)) }
  }

  private static func number<Number: Comparable & Numeric>(
    _ option: String, _ text: String, _ parse: (String) -> Number?
  ) throws -> Number {
    guard let number = parse(text), number > .zero else {
      throw SuiteError("\(option): expected a number above 0, not \(text)")
    }
    return number
  }

  /// The workload, where there can be only one.
  func onlyWorkload() throws -> Workload {
    guard let workload = workloads.first, workloads.count == 1 else {
      throw SuiteError("\(command.rawValue) needs one --workload")
    }
    return workload
  }
}

let usage = """
  USAGE: Suite [COMMAND] [OPTIONS]

  COMMANDS
    compare     measure this library and its peers in turn, and print how many times faster it is (default)
    peak        how fast this machine and our matrix product compute at best
    subnormals  a network whose gradients vanish, with and without flushing subnormal numbers
    memory      real memory over 1,000 training steps of reviews-rnn
    lengths     time and memory of a step for sequences of up to 100,000 steps
    stream      memory of truncated backpropagation over 1,000,000 characters
    profile     where the time of one workload goes, as Linux's perf sees it
    work        take steps of one workload for some seconds, for a profiler to watch
    measure     our side of a comparison; compare starts it

  OPTIONS
    --workload A,B   only these: \(allWorkloads.map(\.name).joined(separator: ", "))
    --threads 1,2    how many threads each side may use; with 1,2 both, one after the other (default 1)
    --peers A,B      only these: \(Competitor.peers.map(\.name).joined(separator: ", "))
    --alone          no peers, so no Python
    --rounds N       measurements of each side (default 7)
    --seconds S      how long a measurement lasts, at least one step (default 0.5)
    --json FILE      write everything there
    --markdown FILE  write the tables there

  A peer runs in `python3`, or in what its environment variable names:
    \(Set(Competitor.peers.compactMap(\.variable)).sorted().joined(separator: ", "))
  """
