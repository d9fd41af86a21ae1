using System.Text.Json.Nodes;
using Graft.Models;

namespace Graft.Tests.Models;

public sealed class ModelConfigFileTests
{
    [Fact]
    public void Entries_made_in_memory_read_like_those_of_a_file()
    {
        var json = new JsonObject { ["whole"] = 7, ["long"] = 7L, ["real"] = 0.5f, ["list"] = new JsonArray(1, 2), ["group"] = new JsonObject { ["inner"] = 3 } };
        var config = new ModelConfigFile(json, "config.json");

        Assert.Equal(7, config.Int("whole"));
        Assert.Equal(7, config.Int("long"));
        Assert.Equal(0.5, config.Real("real"));
        Assert.Equal([1, 2], config.Ints("list"));
        Assert.Equal(3, config.Section("group")!.Int("inner"));
    }
}
