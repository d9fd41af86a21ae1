namespace Graft.Tensors.Kernels;

/// <summary>Whether layers run by Graft's own kernels. Turned off, they run by libtorch's operations one by one: slower, for comparison. The optimizer's kernels stay.</summary>
internal static class OwnKernels
{
    /// <summary>The switch of <see cref="AppContext"/>; false turns the kernels off for the process.</summary>
    public const string Switch = "Graft.OwnKernels";

    /// <summary>True unless the switch says no; read once.</summary>
    public static readonly bool AreOn = !AppContext.TryGetSwitch(Switch, out bool isOn) || isOn;
}
