using System.Runtime.CompilerServices;

namespace Graft.Testing;

internal static class TorchStart
{
    /// <summary>A test may use TorchSharp before it uses Graft, which then could not answer its search for libraries.</summary>
    [ModuleInitializer]
    public static void LetGraftAnswer() => RuntimeHelpers.RunModuleConstructor(typeof(GraftException).Module.ModuleHandle);
}
