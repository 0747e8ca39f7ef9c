/// Prints the machine's peak and that of our matrix product.
func showPeak(threads: [Int]) {
  for threads in threads {
    let peak = Peak.measure(threads: threads)
    var grid = TextGrid(titles: ["float32, \(threads) thread(s)", "GFLOP/s", "of peak"])
    grid.rows.append(["multiply-adds on registers", (peak.registers * 1e-9).short, ""])
    for (size, speed) in peak.products.sorted(by: { $0.key < $1.key }) {
      let share = (100 * speed / peak.registers).short + " %"
      grid.rows.append(["our product of \(size) × \(size)", (speed * 1e-9).short, share])
    }
    print(grid.text)
  }
}
