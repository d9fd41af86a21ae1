using Graft.Layers;

namespace Graft.Models;

/// <summary>A pretrained body without a head: turns inputs into hidden states.</summary>
public abstract class Trunk : IDisposable
{
    /// <summary>The tensors under the names that the family's files have on the hub, without the prefix that a whole model puts before them.</summary>
    public abstract WeightMap Weights { get; }

    /// <summary>The longest sequence that the model has positions for, in tokens; null for images and where there is no such limit.</summary>
    public virtual int? MaxTokens => null;

    /// <summary>Rows of the word embedding: token ids are below it; null for images.</summary>
    public virtual int? VocabularySize => null;

    /// <summary>Computes the hidden states.</summary>
    /// <param name="inputs">A batch of the family's kind.</param>
    /// <param name="context">Training or prediction.</param>
    /// <returns>Tensors that belong to the surrounding dispose scope.</returns>
    public abstract TrunkOutput Forward(ModelInputs inputs, ForwardContext context);

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        Weights.DisposeTensors();
        GC.SuppressFinalize(this);
    }

    /// <summary>The inputs as images.</summary>
    /// <exception cref="ArgumentException">A batch of another kind.</exception>
    /// <exception cref="ModelException">The images have another number of channels than the model reads.</exception>
    private protected static ImageInputs ExpectImages(ModelInputs inputs, long channels)
    {
        ImageInputs images = Expect<ImageInputs>(inputs);
        return images.PixelValues.shape is [_, var given, _, _] && given != channels
            ? throw new ModelException(
                $"The model reads images of {channels} channels, but these have {given}.", place: "config.json, \"num_channels\"",
                remedy: "Take a model of three channels: image files are prepared with three, also where they are grey.")
            : images;
    }

    /// <summary>The inputs as the kind that the family reads.</summary>
    /// <exception cref="ArgumentException">A batch of another kind.</exception>
    protected static TInputs Expect<TInputs>(ModelInputs inputs) where TInputs : ModelInputs =>
        inputs as TInputs ?? throw new ArgumentException(
            $"this model reads {typeof(TInputs).Name}, not {inputs.GetType().Name}", nameof(inputs));
}
