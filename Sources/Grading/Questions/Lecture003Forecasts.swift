extension QuestionSheet {
  /// 15.4: seven days ahead.
  static func forecasts(_ variant: CourseVariant) -> [ChoiceQuestion] {
    [
      ChoiceQuestion(
        "15.4a",
        """
        A univariate series has one value a day. A network is to read the last 50 days and to forecast the next seven at \
        once. What stands at its end?
        """, variant,
        [
          .right("A recurrent layer that returns its last output only, and behind it Dense(7)."),
          .wrong(
            "A recurrent layer that returns its last output only, and behind it Dense(1).",
            because: """
              That forecasts a single day. It could be called again with its own forecast, but not all days come at once.
              """),
          .wrong(
            "A recurrent layer with return_sequences=True, and behind it Dense(1).",
            because: """
              That gives a number for each day that was read: 50 numbers, and nearly all of them for days that are known \
              already.
              """),
          .wrong(
            "Seven recurrent layers, one for each day, each returning its last output only.",
            because: """
              Layers are depth, not time: each of them goes through all the days. And a layer that is to be read by another \
              recurrent one has to return a sequence.
              """),
        ]),
      ChoiceQuestion(
        "15.4b",
        "For it the series is cut into 1000 windows. What are the shapes of the inputs X and the targets Y?",
        variant,
        [
          .right("X [1000, 50, 1], Y [1000, 7]"),
          .wrong(
            "X [1000, 50, 7], Y [1000, 1]",
            because: """
              Seven is how many days are forecast. In a step that is read there is as much as the series has for one day.
              """),
          .wrong(
            "X [1000, 57, 1], Y [1000, 7]",
            because: """
              The days that are to be forecast are in the inputs too. The network would learn to copy them, and they are \
              not there when it is used.
              """),
          .wrong(
            "X [1000, 7, 1], Y [1000, 50]",
            because:
              "Past and future are exchanged: this one reads a week and forecasts fifty days."),
        ]),
      ChoiceQuestion(
        "15.4c",
        """
        Another network forecasts one day. It is called seven times, and each forecast is appended to what it reads next. \
        What is true of it?
        """, variant,
        [
          .right("It works, but an error in an early forecast goes into all later ones."),
          .wrong(
            "It can't work, because a network with one output can't be asked for seven days.",
            because: """
              It can be asked seven times. A recurrent network reads sequences of any length (the None in the lecture's \
              input_shape), so one more value does no harm.
              """),
          .wrong(
            "Its later forecasts are the better ones, because they are based on more values.",
            because:
              "The values that were added are its own guesses. They tell nothing new about the series."
          ),
          .wrong(
            "It has to be trained again after each forecast.",
            because: """
              The weights stay as they are: only what is read has grown. And there is nothing to train on, because the true \
              value of that day is not known yet.
              """),
        ]),
    ]
  }

  /// 15.5: what is difficult, and what helps.
  static func difficulties(_ variant: CourseVariant) -> [ChoiceQuestion] {
    [
      ChoiceQuestion(
        "15.5a",
        "What are the main difficulties when recurrent networks are trained on long sequences?",
        variant,
        [
          .right("Unstable gradients: over many steps they vanish or explode."),
          .right("A short memory: the first inputs of the sequence are forgotten."),
          .wrong(
            "Too many weights: each step needs its own.",
            because: """
              All steps share the same weights, so their number does not depend on the length. (That they are shared is a \
              reason of another difficulty.)
              """),
          .wrong(
            "The lengths: a network can only be trained on sequences that are all of one length.",
            because: """
              The same step is applied as often as the sequence is long. Shorter ones are padded for the sake of the batch, \
              and what was padded is masked.
              """),
          .wrong(
            "The loss: it is known for the last step only.",
            because: """
              It is taken of whichever outputs are not ignored, as the lecture's figure shows: of the last one, of some, or \
              of all.
              """),
        ]),
      ChoiceQuestion(
        "15.5b",
        "Which of these does the lecture count among what helps against unstable gradients?",
        variant,
        [
          .right("Good initial values of the weights."),
          .right("Faster optimizers."),
          .right("Dropout."),
          .wrong(
            "ReLU in place of tanh.",
            because: """
              It has no upper bound. The same weights act in every step, so what makes the outputs a little larger in one \
              step does so again in the next, and they grow without end.
              """),
          .wrong(
            "Batch normalization between the steps.",
            because: """
              It is a great help in networks that are deep without being recurrent; from one time step to the next it hardly \
              does anything, and the lecture counts it among what does not help.
              """),
        ]),
      ChoiceQuestion(
        "15.5c",
        "A simple recurrent network forgets what stood at the beginning. Which remedy does the lecture name?",
        variant,
        [
          .right("LSTM or GRU cells in its place."),
          .wrong(
            "More units.",
            because: """
              More units can hold more at one moment. But each step rewrites all of them, so what they held fades as fast \
              as before.
              """),
          .wrong(
            "Gradient clipping.",
            because: """
              It keeps gradients that explode within bounds. A gradient that has vanished on its way back is small, and \
              clipping leaves it as it is.
              """),
          .wrong(
            "return_sequences=True.",
            because: """
              It shows the outputs of all steps to what comes behind the layer. What the layer carries from step to step \
              does not change.
              """),
        ]),
    ]
  }
}
