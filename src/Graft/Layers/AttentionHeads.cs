using static TorchSharp.torch;

namespace Graft.Layers;

/// <summary>Cuts vectors into heads and joins them again.</summary>
internal static class AttentionHeads
{
    /// <summary>[b,t,d] -> [b,h,t,d/h], a view.</summary>
    public static Tensor Split(Tensor x, long heads)
    {
        using Tensor cut = x.view(x.shape[0], x.shape[1], heads, x.shape[2] / heads);
        return cut.transpose(1, 2);
    }

    /// <summary>[b,t,3d], where query, key and value lie side by side -> three views [b,h,t,d/h].</summary>
    public static (Tensor Query, Tensor Key, Tensor Value) SplitPacked(Tensor x, long heads)
    {
        using Tensor cut = x.view(x.shape[0], x.shape[1], 3, heads, x.shape[2] / (3 * heads));
        using Tensor byHead = cut.permute(2, 0, 3, 1, 4);       // [3,b,h,t,d/h]
        return (byHead[0], byHead[1], byHead[2]);
    }

    /// <summary>[b,h,t,d/h] -> [b,t,d].</summary>
    public static Tensor Join(Tensor x)
    {
        using Tensor swapped = x.transpose(1, 2);
        return swapped.reshape(x.shape[0], x.shape[2], x.shape[1] * x.shape[3]);
    }
}
