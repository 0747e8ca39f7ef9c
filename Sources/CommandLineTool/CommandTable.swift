/// Every command, in the order in which `unroll --help` lists them.
let commands: [any Command] = [
  TourCommand(), TapeCommand(), ExplainCommand(), MenuCommand(), HelloCommand(),
  SentencesCommand(), Lab01Command(), Forecast10Command(), TopologiesCommand(), MemoryCommand(),
  TranslateCommand(), VectorsCommand(), ImdbCommand(), CharsCommand(), ForecastCommand(),
  FlowCommand(), RemediesCommand(), ClaimsCommand(), CheckCommand(), BenchCommand(),
  ExportCommand(), ImportCommand(), NotebookCommand(),
  StartCommand(), ExercisesCommand(), CheckExerciseCommand(), HintCommand(), ResetCommand(),
  WatchCommand(), QuestionsCommand(), BugHuntCommand(), CheckBugCommand(), WorksheetCommand(),
  GradeCommand(), GradescopeZipCommand(), GradescopeMarkCommand(), StudentCopyCommand(),
]

/// What `unroll --version` prints.
let toolVersion = "0.1.0"
