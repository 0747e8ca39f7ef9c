/// What of a tape repeats over time: found from the tape alone, without names or scopes.
///
/// A weight that is used in several products belongs to a loop, and its uses, in the order of the tape,
/// are the time steps. It is recurrent if what it multiplies was computed with it.
struct RecurrentStructure {
  /// A product of a weight with something else.
  struct Use {
    /// The entry's place on the tape.
    let entry: Int
    /// Which input is the weight.
    let weightInput: Int

    /// Which input is the other factor: the state, where the weight is recurrent.
    var stateInput: Int { 1 - weightInput }
  }

  /// A weight that carries a state from step to step, with its uses in the order of time.
  struct Loop {
    let weight: Slot
    let uses: [Use]
  }

  /// The recurrent weights.
  let loops: [Loop]

  /// The entries that apply tanh, in the order of time.
  let tanhs: [Int]

  /// For each input of the check that is used more than once, the entries that use it.
  let repeatedUses: [Slot: [Int]]

  init(_ tape: Tape, _ sources: [Slot]) {
    var products: [Slot: [Use]] = [:]
    var uses: [Slot: [Int]] = [:]
    for (index, entry) in tape.entries.enumerated() {
      for (position, slot) in tape.inputs(of: entry).enumerated() where sources.contains(slot) {
        uses[slot, default: []].append(index)
        if entry.operation is MatrixProduct {
          products[slot, default: []].append(Use(entry: index, weightInput: position))
        }
      }
    }
    tanhs = tape.entries.indices.filter { tape.entries[$0].operation is Tanh }
    repeatedUses = uses.filter { $0.value.count > 1 }
    loops = products.filter { $0.value.count > 1 }.compactMap { weight, uses in
      let depends = Self.dependents(of: weight, on: tape)
      let isRecurrent = uses.contains { use in
        depends.contains(Self.slot(of: use.stateInput, use.entry, tape))
      }
      return isRecurrent ? Loop(weight: weight, uses: uses) : nil
    }.sorted { $0.weight < $1.weight }
  }

  static func slot(of input: Int, _ entry: Int, _ tape: Tape) -> Slot {
    tape.inputSlots[Int(tape.entries[entry].firstInput) + input]
  }

  /// All values that are computed from a slot.
  private static func dependents(of slot: Slot, on tape: Tape) -> Set<Slot> {
    var found: Set<Slot> = [slot]
    for entry in tape.entries where tape.inputs(of: entry).contains(where: found.contains) {
      found.formUnion(entry.outputs)
    }
    return found.subtracting([slot])
  }
}
