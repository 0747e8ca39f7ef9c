extension Course {
  /// The course with these exercises alone, by their numbers: an assignment of it.
  public func only(_ numbers: [Int]) -> Course {
    numbers.isEmpty
      ? self : Course(variant: variant, sheets: sheets.filter { numbers.contains($0.number) })
  }

  private init(variant: CourseVariant, sheets: [ExerciseSheet]) {
    self.variant = variant
    self.sheets = sheets
  }
}
