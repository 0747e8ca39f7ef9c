extension QuestionSheet {
  /// The exercises 15.1 to 15.5 of lecture 003; 15.6 is exercise 23.
  public static func lecture003(_ variant: CourseVariant) -> QuestionSheet {
    QuestionSheet(
      lecture: "003", title: "Recurrent neural networks",
      texts: [
        TextQuestion(
          id: "15.1",
          text: """
            What could one use a sequence-to-sequence network for, what a sequence-to-vector network, and what a \
            vector-to-sequence network? Name two applications of each, and say what the steps of the sequence are and \
            what is in the vector.
            """, points: 6)
      ],
      choices: shapes(variant) + stacks(variant) + forecasts(variant) + difficulties(variant))
  }

  /// 15.2: dimensions of inputs and outputs.
  private static func shapes(_ variant: CourseVariant) -> [ChoiceQuestion] {
    [
      ChoiceQuestion(
        "15.2a", "How many dimensions must the inputs of a recurrent layer have?", variant,
        [
          .right("Three."),
          .wrong(
            "One.",
            because: """
              A plain list of numbers is a single sequence by itself. From it the layer could not tell which numbers belong \
              to which sequence, nor which belong to the same moment.
              """),
          .wrong(
            "Two.",
            because: """
              That is enough for a dense layer, whose input is a list of samples. Ask what each sample of a recurrent layer \
              has that one of a dense layer does not.
              """),
          .wrong(
            "Four.",
            because: """
              Pictures in colour come with so many, because a picture extends in two directions. A sequence extends in one.
              """),
        ]),
      ChoiceQuestion(
        "15.2b",
        "The inputs of a layer have the shape [32, 50, 3]. What does each dimension stand for?",
        variant,
        [
          .right("32 sequences in the batch, 50 time steps, 3 values in each step."),
          .wrong(
            "32 time steps, 50 sequences in the batch, 3 values in each step.",
            because: """
              Some libraries count time first; Keras does not. In the lecture X_train has the shape (7000, 50, 1), and there \
              are 7000 series.
              """),
          .wrong(
            "32 sequences in the batch, 50 values in each step, 3 time steps.",
            because: """
              Compare the lecture's (7000, 50, 1): its series are univariate, so one of these numbers is the count of values \
              in a step.
              """),
          .wrong(
            "32 units of the layer, 50 time steps, 3 sequences in the batch.",
            because: """
              The units belong to the layer. They are in the shapes of its weights and outputs, and nowhere in that of its \
              inputs.
              """),
        ]),
      ChoiceQuestion(
        "15.2c",
        "A layer of 20 units reads inputs of the shape [32, 50, 3], with return_sequences=True. What is the shape of its outputs?",
        variant,
        [
          .right("[32, 50, 20]"),
          .wrong(
            "[32, 50, 3]",
            because: """
              A layer does not give back what it read. The size of its outputs in a step is a choice of whoever builds it, \
              whatever the inputs have.
              """),
          .wrong(
            "[32, 20]",
            because:
              "That has no time in it. What return_sequences=True asks for is an output for every step."
          ),
          .wrong(
            "[32, 20, 50]",
            because:
              "The numbers are right, but dimensions do not change places on the way through a layer."
          ),
        ]),
      ChoiceQuestion(
        "15.2d",
        "The same layer has return_sequences=False, as Keras has it unless told otherwise. What is the shape of its outputs now?",
        variant,
        [
          .right("[32, 20]"),
          .wrong(
            "[32, 1, 20]",
            because: """
              No axis of length 1 is left over for the one step that is returned: a recurrent layer could not be put behind \
              this one.
              """),
          .wrong(
            "[32, 50, 20]",
            because:
              "That keeps the outputs of all steps. The layer computes them, but hands on only those of one."
          ),
          .wrong(
            "[32, 1]",
            because: """
              One number for each sequence is what a Dense(1) behind the layer makes of its outputs. The layer itself has 20 \
              units, and each has an output.
              """),
        ]),
    ]
  }

  /// 15.3: return_sequences in deep networks.
  private static func stacks(_ variant: CourseVariant) -> [ChoiceQuestion] {
    [
      ChoiceQuestion(
        "15.3a",
        "Three recurrent layers are stacked to a sequence-to-sequence network. Which of them need return_sequences=True?",
        variant,
        [
          .right("All three."),
          .wrong(
            "Only the last.",
            because: """
              What leaves the stack would be a sequence, but it never gets there: already the layer above the first one is \
              given a single vector for each sample, and stops with "expected ndim=3, found ndim=2".
              """),
          .wrong(
            "The first two.",
            because: """
              The layers pass sequences to one another then, but count what leaves the stack: one output for each sequence, \
              where one for each step was wanted.
              """),
          .wrong(
            "Only the first.",
            because: """
              The second layer can read then. Ask the same of the third, and of whoever reads what the third one gives.
              """),
        ]),
      ChoiceQuestion(
        "15.3b",
        "The same three layers are to be a sequence-to-vector network. Which of them need return_sequences=True?",
        variant,
        [
          .right("The first two."),
          .wrong(
            "All three.",
            because: """
              That runs, which is the trap: a dense layer behind the stack is applied to every step, and the network gives a \
              sequence where one vector was wanted.
              """),
          .wrong(
            "None.",
            because: """
              A network of one layer could be built so. With more, think of what the second layer gets to read: a recurrent \
              layer needs steps to go through.
              """),
          .wrong(
            "Only the last.",
            because: """
              It is the one whose outputs over time nobody reads any more. And those below it would not give what the next \
              layer has to read.
              """),
        ]),
    ]
  }
}
