using Graft.Preflight.Survey;

namespace Graft.Preflight.Checks;

/// <summary>Looks for one kind of fault in data that was scanned.</summary>
internal interface IPreflightCheck
{
    /// <summary>What is found; nothing where all is well.</summary>
    IEnumerable<Finding> Find(PreflightData data);
}
