using Graft.Layers;
using Graft.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Own.Family;

/// <summary>The smallest trunk there is: word vectors, averaged over the text.</summary>
internal sealed class MeanOfWords : Trunk
{
    private readonly Embedding _words;

    public MeanOfWords(int vocabularySize, int width)
    {
        Width = width;
        _words = new Embedding(vocabularySize, width, paddingIndex: 0);
        Weights = new WeightMap { Part = WeightPart.OptionalTrunk };
        Weights.Add("words", _words);
    }

    public int Width { get; }

    public override WeightMap Weights { get; }

    public override TrunkOutput Forward(ModelInputs inputs, ForwardContext context)
    {
        TextInputs text = Expect<TextInputs>(inputs);
        using DisposeScope scope = NewDisposeScope();
        Tensor vectors = _words.Forward(text.InputIds);                                       // [b,t,d]
        Tensor mask = text.InputIds.ne(0).to(ScalarType.Float32).unsqueeze(-1);               // [b,t,1]
        Tensor mean = (vectors * mask).sum(1) / mask.sum(1).clamp_min(1);                     // [b,d]
        return new TrunkOutput(scope.MoveToOuter(vectors), scope.MoveToOuter(mean));
    }

    public override void Dispose()
    {
        _words.Dispose();
        base.Dispose();
    }
}
