import AcousticModeling
public import ArgumentParser

extension SolverName: ExpressibleByArgument {}

/// How far the refiner goes.
struct RefinerOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Steps of the refiner; 0 leaves it out. (default: the voice's)", valueName: "number"))
    var refineSteps: Int?

    @Option(help: ArgumentHelp("How the refiner follows its flow where it takes 2 steps or more.", valueName: "name"))
    var solver = SolverName.euler
}
