using System.CommandLine;
using System.CommandLine.Parsing;
using Graft.Jobs;
using Graft.Tensors;
using Graft.Training;

namespace Graft.Cli.Options;

/// <summary>The options of `graft train`.</summary>
internal sealed class TrainingOptionSet
{
    private readonly DataReadingOptions _reading = new();
    private readonly Option<string?> _model = OptionKinds.Text("--model", "The pretrained model: a folder, or org/name[@revision] on the hub [the shipped one for texts or images]", "folder|name");
    private readonly Option<string?> _tokenizer = OptionKinds.Text("--tokenizer", "A folder with the tokenizer's files [the model's folder]", "folder");
    private readonly Option<string?> _output = OptionKinds.Text("--output", "The trained folder [a new one under runs/]", "folder");
    private readonly Option<string?> _evaluation = OptionKinds.Text("--eval-data", "Data of the validation part [found, or set aside]", "data");
    private readonly Option<string?> _test = OptionKinds.Text("--test-data", "Data of the test part [found, or set aside]", "data");
    private readonly Option<double?> _validationFraction = OptionKinds.Number("--validation-fraction", "Share set aside for validation where there is no such part [0.1]", most: 0.99);
    private readonly Option<double?> _testFraction = OptionKinds.Number("--test-fraction", "Share set aside for the test where there is no such part [0.1]", most: 0.99);
    private readonly Option<bool> _strict = OptionKinds.Switch("--strict", "Refuse data in which the checks find more than notes (exit code 3)");
    private readonly ChoiceOption<RecipeKind> _recipe = new("--recipe", "The set of options that the others change [small-data]; reference: the public trainer's defaults");
    private readonly Option<double?> _epochs = OptionKinds.Number("--epochs", "Passes over the training part", leastIsOut: true);
    private readonly Option<int?> _maxSteps = OptionKinds.Count("--max-steps", "Optimizer steps, in place of epochs");
    private readonly Option<int?> _batchSize = OptionKinds.Count("--batch-size", "Rows a forward pass");
    private readonly Option<int?> _accumulation = OptionKinds.Count("--gradient-accumulation", "Batches an optimizer step");
    private readonly Option<double?> _learningRate = OptionKinds.Number("--learning-rate", "Learning rate of the trunk; the head's keeps its ratio to it (with --freeze trunk: the head's)", leastIsOut: true);
    private readonly Option<double?> _headLearningRate = OptionKinds.Number("--head-learning-rate", "Learning rate of the head", leastIsOut: true);
    private readonly Option<double?> _layerDecay = OptionKinds.Number("--layer-decay", "Factor on the learning rate from a layer to the one below", most: 1, leastIsOut: false);
    private readonly Option<double?> _weightDecay = OptionKinds.Number("--weight-decay", "Weight decay; not on biases and norms");
    private readonly Option<double?> _warmup = OptionKinds.Number("--warmup", "Warm-up: steps from 1 up, a share of all steps below 1");
    private readonly ChoiceOption<ScheduleKind> _schedule = new("--schedule", "How the learning rate changes");
    private readonly Option<double?> _gradientNorm = OptionKinds.Number("--max-gradient-norm", "Largest gradient norm; 0 is none");
    private readonly Option<double?> _smoothing = OptionKinds.Number("--label-smoothing", "Share of each target spread over all classes", most: 0.99);
    private readonly Option<bool> _balance = OptionKinds.Switch("--balance-classes", "Weigh classes by one over their frequency");
    private readonly Option<int?> _freezeLayers = OptionKinds.Count("--freeze-layers", "Lowest layers that stay as they are, embeddings included", least: 0);
    private readonly Option<string?> _freeze = OptionKinds.Text("--freeze", "trunk: train the head alone, on features that are computed once", "trunk");
    private readonly Option<bool> _checkpoint = OptionKinds.Switch("--checkpoint-activations", "Less memory, more time: encoder layers of BERT, ViT, GPT-2 and their kin run again in the backward pass");
    private readonly Option<bool> _lower = OptionKinds.Switch("--lower-batch-size", "Where memory runs out, cut batches into halves and go on: the same steps in more passes");
    private readonly Option<bool> _augment = OptionKinds.Switch("--augment", "Flip training images at random");
    private readonly Option<bool> _noAugment = OptionKinds.Switch("--no-augment", "Do not");
    private readonly Option<int?> _maxLength = OptionKinds.Count("--max-length", "Tokens after which texts are cut");
    private readonly Option<ulong?> _seed = OptionKinds.Seed("--seed", "Seed of everything random [42]");
    private readonly Option<string?> _bestMetric = OptionKinds.Text("--best-metric", "The metric that decides which weights are kept [accuracy; loss for several labels and regression]", "name");
    private readonly Option<int?> _patience = OptionKinds.Count("--patience", "Evaluations without improvement after which training ends");
    private readonly Option<int?> _saveSteps = OptionKinds.Count("--save-steps", "Steps between evaluations and checkpoints, in place of epochs");
    private readonly Option<int?> _checkpointLimit = OptionKinds.Count("--checkpoint-limit", "Checkpoints to keep beside the best");
    private readonly ChoiceOption<ComputeFormat> _format = new("--dtype", "The format of matrix products [auto: the faster one here]", without: nameof(ComputeFormat.Int8));
    private readonly ChoiceOption<DeviceChoice> _device = OptionKinds.Device();
    private readonly Option<int?> _threads = OptionKinds.Count("--threads", "Threads that compute [one a core]");

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        Option[] own =
        [
            _model, _tokenizer, _output, _epochs, _batchSize, _learningRate, _maxLength, _seed, _recipe,
            _evaluation, _test, _validationFraction, _testFraction, _strict, _format, _device, _threads,
        ];
        Option[] finer =
        [
            _maxSteps, _accumulation, _headLearningRate, _layerDecay, _weightDecay, _warmup, _schedule, _gradientNorm, _smoothing, _balance,
            _freezeLayers, _freeze, _checkpoint, _lower, _augment, _noAugment, _bestMetric, _patience, _saveSteps, _checkpointLimit,
        ];
        Array.ForEach(own, command.Options.Add);
        _reading.AddTo(command, labels: true);
        Array.ForEach(finer, command.Options.Add);
        command.Validators.Add(Check);
    }

    /// <summary>What was given.</summary>
    public TrainJobOptions Read(ParseResult parsed, string data)
    {
        var defaults = new TrainJobOptions { Data = data };
        ulong seed = parsed.GetValue(_seed) ?? defaults.Seed;
        return new TrainJobOptions
        {
            Data = data,
            DataOptions = _reading.Read(parsed, seed),
            EvaluationData = parsed.GetValue(_evaluation),
            TestData = parsed.GetValue(_test),
            ValidationFraction = parsed.GetValue(_validationFraction) ?? defaults.ValidationFraction,
            TestFraction = parsed.GetValue(_testFraction) ?? defaults.TestFraction,
            Strict = parsed.GetValue(_strict),
            Model = parsed.GetValue(_model),
            Tokenizer = parsed.GetValue(_tokenizer),
            Format = _format.Read(parsed) ?? defaults.Format,
            Output = parsed.GetValue(_output),
            Recipe = _recipe.Read(parsed) ?? defaults.Recipe,
            Epochs = parsed.GetValue(_epochs),
            MaxSteps = parsed.GetValue(_maxSteps),
            BatchSize = parsed.GetValue(_batchSize),
            GradientAccumulation = parsed.GetValue(_accumulation),
            LearningRate = parsed.GetValue(_learningRate),
            HeadLearningRate = parsed.GetValue(_headLearningRate),
            LayerDecay = parsed.GetValue(_layerDecay),
            WeightDecay = parsed.GetValue(_weightDecay),
            Warmup = parsed.GetValue(_warmup),
            Schedule = _schedule.Read(parsed),
            MaxGradientNorm = parsed.GetValue(_gradientNorm),
            LabelSmoothing = parsed.GetValue(_smoothing),
            BalanceClasses = parsed.GetValue(_balance),
            FreezeLayers = parsed.GetValue(_freezeLayers),
            FreezeTrunk = parsed.GetValue(_freeze) is not null,
            CheckpointActivations = parsed.GetValue(_checkpoint),
            LowerBatchSize = parsed.GetValue(_lower),
            Augment = OptionKinds.Either(parsed, _augment, _noAugment),
            MaxLength = parsed.GetValue(_maxLength),
            Seed = seed,
            BestMetric = parsed.GetValue(_bestMetric),
            EarlyStoppingPatience = parsed.GetValue(_patience),
            SaveSteps = parsed.GetValue(_saveSteps),
            CheckpointLimit = parsed.GetValue(_checkpointLimit),
            Device = _device.Read(parsed) ?? defaults.Device,
            Threads = parsed.GetValue(_threads),
        };
    }

    /// <summary>Whether a run may be resumed with another value: what changes numbers, not what is read.</summary>
    public bool CanChange(Option option) => new Option[]
    {
        _epochs, _maxSteps, _batchSize, _accumulation, _learningRate, _headLearningRate, _layerDecay, _weightDecay, _warmup, _schedule, _gradientNorm, _smoothing,
        _checkpoint, _lower, _augment, _noAugment, _bestMetric, _patience, _saveSteps, _checkpointLimit, _device, _threads,
    }.Contains(option);

    /// <summary>A run's settings with what was given in place of what was there.</summary>
    public TrainJobOptions Change(ParseResult parsed, TrainJobOptions started, string? data) => started with
    {
        Data = data ?? started.Data,
        Epochs = parsed.GetValue(_epochs) ?? started.Epochs,
        // Steps take the place of epochs: whoever asks for epochs now does not mean the steps of before.
        MaxSteps = parsed.GetValue(_maxSteps) ?? (parsed.GetValue(_epochs) is null ? started.MaxSteps : null),
        BatchSize = parsed.GetValue(_batchSize) ?? started.BatchSize,
        GradientAccumulation = parsed.GetValue(_accumulation) ?? started.GradientAccumulation,
        LearningRate = parsed.GetValue(_learningRate) ?? started.LearningRate,
        HeadLearningRate = parsed.GetValue(_headLearningRate) ?? started.HeadLearningRate,
        LayerDecay = parsed.GetValue(_layerDecay) ?? started.LayerDecay,
        WeightDecay = parsed.GetValue(_weightDecay) ?? started.WeightDecay,
        Warmup = parsed.GetValue(_warmup) ?? started.Warmup,
        Schedule = _schedule.Read(parsed) ?? started.Schedule,
        MaxGradientNorm = parsed.GetValue(_gradientNorm) ?? started.MaxGradientNorm,
        LabelSmoothing = parsed.GetValue(_smoothing) ?? started.LabelSmoothing,
        CheckpointActivations = parsed.GetValue(_checkpoint) || started.CheckpointActivations,
        LowerBatchSize = parsed.GetValue(_lower) || started.LowerBatchSize,
        Augment = OptionKinds.Either(parsed, _augment, _noAugment) ?? started.Augment,
        BestMetric = parsed.GetValue(_bestMetric) ?? started.BestMetric,
        EarlyStoppingPatience = parsed.GetValue(_patience) ?? started.EarlyStoppingPatience,
        SaveSteps = parsed.GetValue(_saveSteps) ?? started.SaveSteps,
        CheckpointLimit = parsed.GetValue(_checkpointLimit) ?? started.CheckpointLimit,
        Device = _device.Read(parsed) ?? started.Device,
        Threads = parsed.GetValue(_threads) ?? started.Threads,
    };

    private void Check(CommandResult result)
    {
        if (result.Given(_augment) && result.Given(_noAugment))
        {
            result.AddError("--augment and --no-augment exclude each other.");
        }

        if (result.Given(_freeze) is { } part && part != "trunk")
        {
            result.AddError($"'{part}' is not trunk: --freeze");
        }
    }
}
