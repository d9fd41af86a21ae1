namespace Graft.Jobs.Benchmarks;

/// <summary>The sizes that can be measured without any files: weights are drawn at random, which is as fast as others.</summary>
public enum BenchModel
{
    /// <summary>12 layers, hidden size 768, 109 million parameters.</summary>
    BertBase,

    /// <summary>6 layers, hidden size 384, 23 million parameters: the sizes of the shipped text model.</summary>
    Minilm,

    /// <summary>12 layers, hidden size 768, patches of 16 of images of 224 × 224, 86 million parameters.</summary>
    VitBase,
}
