import UnrollNumerics

/// Where values are computed: a value that is put next to others, or turned, or asked for as a result, is
/// computed where it is wanted, and nothing has to be moved afterwards.
///
/// It is decided from the last entry to the first, because a place is known once the place around it is.
struct ProgramPlacement {
  private let listing: ProgramListing
  private(set) var layouts: [Layout?]

  /// - Parameter results: The values that are asked for, and where they are asked for.
  init(
    _ listing: ProgramListing, results: [(slot: Slot, place: Layout)], _ writer: inout ProgramWriter
  ) {
    self.listing = listing
    layouts = [Layout?](repeating: nil, count: listing.tape.values.count)
    for result in results { place(result.slot, at: result.place) }
    let joined = joinedSlots()
    for (index, entry) in listing.tape.entries.enumerated().reversed()
    where listing.isNeeded[index] {
      if let join = entry.operation as? any JoinOperation {
        placeParts(of: entry, join, &writer)
      } else if let turn = entry.operation as? Transpose {
        placeTurned(entry, turn, &writer)
      } else if let terms = listing.sums[entry.firstOutput] {
        lineUp(terms.products, joined, &writer)
      }
    }
  }

  /// Puts a value at a place, if it has none; a value that is only a view is put there by its source.
  private mutating func place(_ slot: Slot, at place: Layout) {
    var (slot, place) = (slot, place)
    while true {
      if layouts[Int(slot)] != nil { return }
      let entry = listing.entry(making: slot)
      if let view = entry.operation as? any WholeViewOperation {
        let source = listing.input(of: entry)
        guard let layout = view.source(of: place, shape: listing.shape(of: source)) else { break }
        (slot, place) = (source, layout)
      } else {
        break
      }
    }
    guard isComputed(slot), place.hasDenseRows else { return }
    layouts[Int(slot)] = place
  }

  /// Whether a value is written by steps of its own, so that these may write it anywhere.
  private func isComputed(_ slot: Slot) -> Bool {
    let maker = Int(listing.makers[Int(slot)])
    let operation = listing.tape.entries[maker].operation
    return operation is any ProgramOperation && !(operation is any ViewOperation)
      && !listing.isComputedElsewhere[maker]
  }

  private mutating func placeParts(
    of entry: Entry, _ join: any JoinOperation, _ writer: inout ProgramWriter
  ) {
    let slot = entry.firstOutput
    let whole = layouts[Int(slot)] ?? writer.scratch(listing.shape(of: slot))
    layouts[Int(slot)] = whole
    let parts = Array(listing.tape.inputs(of: entry))
    guard let places = join.places(in: whole, of: parts.map(listing.shape)) else { return }
    for (part, place) in zip(parts, places) { self.place(part, at: place) }
  }

  /// A value that is turned is computed so that the turned one is dense: it is what is worked on next. Values
  /// that are put together from parts stay as they are, because the parts are worked on as well.
  private mutating func placeTurned(
    _ entry: Entry, _ turn: Transpose, _ writer: inout ProgramWriter
  ) {
    let source = listing.input(of: entry)
    guard layouts[Int(source)] == nil, turn.order.last == turn.order.count - 1 else { return }
    let root = root(of: source)
    guard isComputed(root), !(listing.entry(making: root).operation is any JoinOperation) else {
      return
    }
    let dense = writer.scratch(listing.shape(of: entry.firstOutput))
    guard let layout = turn.source(of: dense, shape: listing.shape(of: source)) else { return }
    place(source, at: layout)
  }

  /// The value that a whole view looks at, through other views.
  private func root(of slot: Slot) -> Slot {
    var slot = slot
    while listing.entry(making: slot).operation is any WholeViewOperation {
      slot = listing.input(of: listing.entry(making: slot))
    }
    return slot
  }

  /// The values that are parts of a join, and are placed by it.
  private func joinedSlots() -> Set<Slot> {
    var joined: Set<Slot> = []
    for (index, entry) in listing.tape.entries.enumerated()
    where listing.isNeeded[index] && entry.operation is any JoinOperation {
      for slot in listing.tape.inputs(of: entry) { joined.insert(root(of: slot)) }
    }
    return joined
  }

  /// Puts the operands of products that are added up one after another: of `a₀ᵀb₀ + a₁ᵀb₁ + …` the parts
  /// of the sum over time, which then are one product.
  private mutating func lineUp(
    _ products: [ProgramListing.Product], _ joined: Set<Slot>, _ writer: inout ProgramWriter
  ) {
    guard products.count > 1 else { return }
    for operands in [products.map(\.left), products.map(\.right)] {
      var run: [Slot] = []
      var seen: Set<Slot> = []
      for slot in operands.reversed() {
        let isFree =
          layouts[Int(slot)] == nil && !joined.contains(slot) && isComputed(slot)
          && listing.shape(of: slot) == listing.shape(of: operands[0])
        if isFree && seen.insert(slot).inserted {
          run.append(slot)
        } else {
          lineUp(run, &writer)
          run = []
        }
      }
      lineUp(run, &writer)
    }
  }

  private mutating func lineUp(_ run: [Slot], _ writer: inout ProgramWriter) {
    guard run.count > 1 else { return }
    let whole = writer.scratch(listing.shape(of: run[0]).inserting(run.count, at: 0))
    for (index, slot) in run.enumerated() {
      layouts[Int(slot)] = whole.sliced(Region(0, index..<(index + 1))).dropping(0)
    }
  }
}
