import Foundation
import UnrollCourse

struct OwnTapeSolution: OwnTapeExercise {
  enum Operation {
    case variable
    case add(Int, Int)
    case multiply(Int, Int)
    case tanh(Int)
  }

  var entries: [(value: Double, operation: Operation)] = []

  mutating func record(_ value: Double, _ operation: Operation) -> Int {
    entries.append((value, operation))
    return entries.count - 1
  }

  mutating func variable(_ value: Double) -> Int { record(value, .variable) }

  mutating func add(_ a: Int, _ b: Int) -> Int {
    record(entries[a].value + entries[b].value, .add(a, b))
  }

  mutating func multiply(_ a: Int, _ b: Int) -> Int {
    record(entries[a].value * entries[b].value, .multiply(a, b))
  }

  mutating func applyTanh(_ a: Int) -> Int { record(tanh(entries[a].value), .tanh(a)) }

  func value(of slot: Int) -> Double { entries[slot].value }

  func gradient(of slot: Int) -> [Double] {
    var gradients = entries.map { _ in 0.0 }
    gradients[slot] = 1
    for (i, entry) in entries.enumerated().prefix(slot + 1).reversed() {
      let g = gradients[i]
      switch entry.operation {
      case .variable: break
      case .add(let a, let b):
        gradients[a] += g
        gradients[b] += g
      case .multiply(let a, let b):
        gradients[a] += g * entries[b].value
        gradients[b] += g * entries[a].value
      case .tanh(let a): gradients[a] += g * (1 - entry.value * entry.value)
      }
    }
    return gradients
  }
}

/// Entries that keep closures and gradients of their own, as micrograd does, and are set back at each call.
struct TapeOfClosures: OwnTapeExercise {
  final class Entry {
    let value: Double
    var grad = 0.0
    var passBack: (Double) -> Void = { _ in }
    init(_ value: Double) { self.value = value }
  }

  var entries: [Entry] = []

  mutating func append(_ value: Double, _ passBack: @escaping (Double) -> Void) -> Int {
    let entry = Entry(value)
    entry.passBack = passBack
    entries.append(entry)
    return entries.count - 1
  }

  mutating func variable(_ value: Double) -> Int { append(value) { _ in } }

  mutating func add(_ a: Int, _ b: Int) -> Int {
    let (left, right) = (entries[a], entries[b])
    return append(left.value + right.value) { grad in
      left.grad += grad
      right.grad += grad
    }
  }

  mutating func multiply(_ a: Int, _ b: Int) -> Int {
    let (left, right) = (entries[a], entries[b])
    return append(left.value * right.value) { grad in
      left.grad += right.value * grad
      right.grad += left.value * grad
    }
  }

  mutating func applyTanh(_ a: Int) -> Int {
    let input = entries[a]
    return append(tanh(input.value)) { input.grad += $0 / pow(cosh(input.value), 2) }
  }

  func value(of slot: Int) -> Double { entries[slot].value }

  mutating func gradient(of slot: Int) -> [Double] {
    for entry in entries { entry.grad = 0 }
    entries[slot].grad = 1
    for entry in entries.reversed() { entry.passBack(entry.grad) }
    return entries.map(\.grad)
  }
}
