import UnrollNumerics

/// Samples to be judged by: drawn until there are so many, none of them twice, and none that was `seen` in
/// training.
///
/// Stops with a sentence where a thousand draws in a row bring nothing new.
func unseenSamples<Sample: Hashable>(
  _ count: Int, besides seen: [Sample], _ draw: () -> Sample
) -> [Sample] {
  var known = Set(seen)
  var samples: [Sample] = []
  var vain = 0
  while samples.count < count {
    require(
      vain < 1000,
      "unseen samples: \(count) were asked for, but after \(samples.count) nothing new is found")
    let sample = draw()
    let isNew = known.insert(sample).inserted
    if isNew { samples.append(sample) }
    vain = isNew ? 0 : vain + 1
  }
  return samples
}
