using Graft.Jobs;
using Graft.Testing;

namespace Graft.Tests.Jobs;

public sealed class HubAccessTests
{
    [Theory]
    [InlineData("org/no-such-name", "org/no-such-name")]
    [InlineData(" org/no-such-name@v1.0 ", "org/no-such-name")]
    [InlineData("./no-such-folder", null)]
    [InlineData("runs/no-such-run", null)]
    [InlineData(null, null)]
    public void A_model_of_the_hub_is_called_by_its_name_without_revision(string? named, string? expected) => Assert.Equal(expected, HubAccess.NameOf(named));

    [Fact]
    public void A_folder_has_no_name_of_the_hub() => Assert.Null(HubAccess.NameOf(SharedFolder.Project("models")));
}
