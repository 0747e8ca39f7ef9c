/// Real memory over 1,000 training steps of the IMDB network: it grows in the first steps, while buffers
/// are made, and should not grow after that.
func showMemory() {
  let base = peakMegabytes()
  let session = reviews.begin(1)
  var taken = 0
  var grid = TextGrid(titles: ["steps taken", "peak MB", "of it for the workload"])
  for target in [10, 20, 50, 100, 200, 500, 1000] {
    while taken < target {
      session.step()
      taken += 1
    }
    let peak = peakMegabytes()
    grid.rows.append(["\(taken)", peak.fixed(1), (peak - base).fixed(1)])
  }
  print(grid.text)
}
