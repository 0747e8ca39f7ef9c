import UnrollNumerics

/// The list of operations that led from some inputs to a result, in the order they were computed.
///
/// A tape (a Wengert list) is a program: an array of entries whose index is already the topological
/// order. The forward pass writes it from top to bottom, the backward pass reads it from bottom to
/// top, in a loop. It holds data only, no closures and no graph of objects, so it can be printed,
/// replayed with other numbers, and differentiated again.
///
/// ```swift
/// let tape = Tape()
/// let x = tape.variable([[1, 2], [3, 4]], name: "x")
/// let y = tanh(matmul(x, x)).sum()
/// let dx = tape.gradient(of: y, for: x)
/// print(tape)
/// ```
///
/// There is no global tape: a value is recorded where it came from one. A tape belongs to one thread.
public final class Tape {
  private(set) var entries: [Entry] = []

  /// The value in each slot. An entry's results take the slots that follow those before it.
  private(set) var values: [Tensor] = []

  /// The inputs of all entries, one after another; an entry knows where its own begin.
  private(set) var inputSlots: [Slot] = []

  /// The names that users gave to values.
  private(set) var names: [Slot: String] = [:]

  private(set) var scopes: [Scope] = [Scope(name: "", parent: 0)]
  private var currentScope: Int32 = 0

  /// The windows of a long sequence, in order; see ``window(_:_:)``.
  private(set) var windows: [Window] = []

  /// Whether operations on this tape's variables are recorded; see ``withoutRecording(_:)``.
  public private(set) var isRecording = true

  /// Counts the calls of ``reset()``.
  private(set) var generation: Int32 = 0

  /// The result that was last differentiated and its cotangent, for the printed table.
  private(set) var lastTarget: (slot: Slot, cotangent: Tensor)?

  /// An empty tape.
  public init() {}

  /// The number of entries.
  public var count: Int { entries.count }
}

extension Tape {
  /// Puts a tensor on the tape as an input: something that gradients can be asked for.
  public func variable(_ value: Tensor, name: String = "") -> Variable {
    addEntry(Input(), inputCount: 0, outputs: CollectionOfOne(value)).named(name)
  }

  /// Puts a number on the tape as an input.
  public func variable(
    _ value: Double, name: String = "", dtype: DType = .float32
  ) -> Variable {
    variable(Tensor(value, dtype: dtype), name: name)
  }

  /// Forgets all entries and keeps their memory for the next recording.
  ///
  /// Variables made before are stale: using one stops with a sentence. Their values stay valid.
  public func reset() {
    entries.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
    inputSlots.removeAll(keepingCapacity: true)
    names.removeAll(keepingCapacity: true)
    scopes.removeSubrange(1...)
    windows = []
    currentScope = 0
    lastTarget = nil
    generation += 1
  }

  /// Runs `body` without recording: its results are constants. Calls may be nested.
  public func withoutRecording<Result>(_ body: () throws -> Result) rethrows -> Result {
    let before = isRecording
    isRecording = false
    defer { isRecording = before }
    return try body()
  }

  /// Runs `body` in a named part of the tape: a layer, a time step.
  ///
  /// The name stands in the printed table and in messages, parts within parts as `rnn/step 3`.
  public func scope<Result>(
    _ name: String, _ index: Int? = nil, _ body: () throws -> Result
  ) rethrows -> Result {
    let (outer, life) = (currentScope, generation)
    scopes.append(Scope(name: name, index: index, parent: outer))
    currentScope = Int32(scopes.count - 1)
    // After a reset inside the body, the outer part is gone too.
    defer { currentScope = generation == life ? outer : 0 }
    return try body()
  }

  /// Takes note that a window begins here.
  func beginWindow(_ index: Int) { windows.append(Window(index: index, firstEntry: entries.count)) }

  /// Gives a value a name for the printed table.
  func setName(_ name: String, of slot: Slot) { names[slot] = name.isEmpty ? nil : name }

  /// Remembers what was differentiated, so that the printed table can show its gradients.
  func remember(target: Slot, cotangent: Tensor) { lastTarget = (target, cotangent) }
}

extension Tape {
  /// Records an operation with one input and one result.
  func record(_ operation: any Operation, _ x: Variable, _ y: Tensor) -> Variable {
    inputSlots.append(slot(of: x))
    return addEntry(operation, inputCount: 1, outputs: CollectionOfOne(y))
  }

  /// Records an operation with two inputs and one result.
  func record(_ operation: any Operation, _ a: Variable, _ b: Variable, _ y: Tensor) -> Variable {
    let (i, j) = (slot(of: a), slot(of: b))
    inputSlots.append(i)
    inputSlots.append(j)
    return addEntry(operation, inputCount: 2, outputs: CollectionOfOne(y))
  }

  /// Records an operation with any number of inputs and results.
  func record(_ operation: any Operation, _ x: [Variable], _ y: [Tensor]) -> [Variable] {
    let slots = x.map(slot)
    inputSlots.append(contentsOf: slots)
    let first = Slot(values.count)
    _ = addEntry(operation, inputCount: x.count, outputs: y)
    return y.enumerated().map { Variable($1, self, first + Slot($0)) }
  }

  /// Adds an entry for inputs that stand at the end of the list: the one place where a tape grows.
  ///
  /// Returns the last result, which for most operations is the only one.
  private func addEntry(
    _ operation: any Operation, inputCount: Int, outputs: some Collection<Tensor>
  ) -> Variable {
    entries.append(
      Entry(
        operation: operation,
        firstInput: Int32(inputSlots.count - inputCount), inputCount: Int32(inputCount),
        firstOutput: Slot(values.count), outputCount: Int32(outputs.count),
        scope: currentScope))
    values.append(contentsOf: outputs)
    return Variable(values[values.count - 1], self, Slot(values.count - 1))
  }

  /// The slot of a variable, or a new one for a constant, which becomes an entry of its own.
  func slot(of variable: Variable) -> Slot {
    if let tape = variable.tape {
      require(
        tape === self,
        """
        tape: an operation mixes variables of two tapes; put both on one tape, \
        or pass a value as a constant with Variable(x.value)
        """)
      return variable.slot
    }
    return addEntry(Constant(), inputCount: 0, outputs: CollectionOfOne(variable.value)).slot
  }

  /// The slots of an entry's inputs.
  func inputs(of entry: Entry) -> ArraySlice<Slot> {
    inputSlots[Int(entry.firstInput)..<Int(entry.firstInput + entry.inputCount)]
  }
}

/// One line of a tape: an operation, where its inputs come from and where its results go.
///
/// It holds slots, never variables: a captured variable would keep the tape alive for ever.
struct Entry {
  let operation: any Operation
  let firstInput, inputCount: Int32
  let firstOutput, outputCount: Int32
  let scope: Int32

  var outputs: Range<Slot> { firstOutput..<(firstOutput + outputCount) }
}

/// A window of a long sequence: all entries up to the next.
struct Window {
  let index, firstEntry: Int
}

/// A named part of a tape within another.
struct Scope {
  let name: String
  var index: Int?
  let parent: Int32
}

/// An input of the tape, made by ``Tape/variable(_:name:)``.
public struct Input: Operation {
  /// The name in the tape's table.
  public var name: String { "variable" }

  public func outputShapes(_ x: [Shape]) -> [Shape] { [] }
  public func forward(_ x: [Tensor]) -> [Tensor] { [] }
  public func pullback(_ step: BackwardStep) {}
}

/// A value that does not depend on any input of the tape.
public struct Constant: Operation {
  /// The name in the tape's table.
  public var name: String { "constant" }

  public func outputShapes(_ x: [Shape]) -> [Shape] { [] }
  public func forward(_ x: [Tensor]) -> [Tensor] { [] }
  public func pullback(_ step: BackwardStep) {}
}
